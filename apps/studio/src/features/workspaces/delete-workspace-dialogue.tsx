import type { Workspace } from '@buckle/contract';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteWorkspaceMutation } from '../../api/workspaces.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { forgetWorkspace } from '../../shared/use-workspace.ts';

interface DeleteWorkspaceDialogueProps {
  readonly workspace: Pick<Workspace, 'id' | 'name'>;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Deletes a team workspace, once its name was typed. */
export function DeleteWorkspaceDialogue({ workspace: { id, name }, onClose, onDeleted }: DeleteWorkspaceDialogueProps) {
  const { t } = useTranslation('workspaces');
  const { done } = useNotices();
  const [remove] = useDeleteWorkspaceMutation();
  const send = async (): Promise<void> => {
    await remove({ params: { workspace_id: id } }).unwrap();
    forgetWorkspace();
    done(t('deleted', { name }));
    onDeleted();
  };
  return (
    <FormDialogue title={t('deleteTitle', { name })} text={t('deleteText')} action={t('delete')} isDangerous onSubmit={send} onClose={onClose}>
      <Form.Item name="name" label={t('deleteName', { name })} required rules={[{ validator: (_, typed) => (typed === name ? Promise.resolve() : Promise.reject(new Error(t('deleteOther')))) }]}>
        <Input autoComplete="off" />
      </Form.Item>
    </FormDialogue>
  );
}
