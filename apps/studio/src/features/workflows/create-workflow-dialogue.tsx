import { useTranslation } from 'react-i18next';
import { useCreateWorkflowMutation } from '../../api/workflows.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import type { CreationProps } from './creation.ts';
import { ModeItem, NameItems, type WorkflowValues } from './workflow-items.tsx';

/** Makes a workflow with nothing but a start and an end. */
export function CreateWorkflowDialogue({ workspaceId, onClose, onCreated }: CreationProps) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const [create] = useCreateWorkflowMutation();
  const send = async ({ name, description = '', mode }: WorkflowValues): Promise<void> => {
    const { id } = await create({ body: { workspace_id: workspaceId, name, description, mode } }).unwrap();
    onCreated(id);
  };
  return (
    <FormDialogue<WorkflowValues> title={t('create')} text={t('createText')} action={common('create')} initialValues={{ mode: 'workflow' }} onSubmit={send} onClose={onClose}>
      <NameItems />
      <ModeItem />
    </FormDialogue>
  );
}
