import { useTranslation } from 'react-i18next';
import { useCreateWorkspaceMutation } from '../../api/workspaces.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { useNotices } from '../../shared/notices.tsx';

interface CreateWorkspaceDialogueProps {
  readonly onClose: () => void;
  /** Called with the id of the new workspace. */
  readonly onCreated: (workspaceId: string) => void;
}

/** Makes a team workspace. */
export function CreateWorkspaceDialogue({ onClose, onCreated }: CreateWorkspaceDialogueProps) {
  const { t } = useTranslation('workspaces');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [create] = useCreateWorkspaceMutation();
  const send = async (body: { name: string }): Promise<void> => {
    const { id } = await create({ body }).unwrap();
    done(t('created'));
    onCreated(id);
  };
  return (
    <FormDialogue title={t('createTitle')} text={t('createText')} action={common('create')} onSubmit={send} onClose={onClose}>
      <NameItem />
    </FormDialogue>
  );
}
