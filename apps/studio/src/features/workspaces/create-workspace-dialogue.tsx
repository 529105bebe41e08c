import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateWorkspaceMutation } from '../../api/workspaces.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';

interface CreateWorkspaceDialogueProps {
  readonly onClose: () => void;
  /** Called with the id of the new workspace. */
  readonly onCreated: (workspaceId: string) => void;
}

/** Makes a team workspace. */
export function CreateWorkspaceDialogue({ onClose, onCreated }: CreateWorkspaceDialogueProps) {
  const { t } = useTranslation('workspaces');
  const { t: common } = useTranslation();
  const { message } = App.useApp();
  const [create] = useCreateWorkspaceMutation();
  const send = async (body: { name: string }): Promise<void> => {
    const { id } = await create({ body }).unwrap();
    message.success(t('created'));
    onCreated(id);
  };
  return (
    <FormDialogue title={t('createTitle')} text={t('createText')} action={common('create')} onSubmit={send} onClose={onClose}>
      <NameItem />
    </FormDialogue>
  );
}
