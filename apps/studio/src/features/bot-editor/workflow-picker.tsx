import type { BotWorkflow, WorkflowMode } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useListWorkflowNamesInfiniteQuery } from '../../api/workflow-names.ts';
import { ThingPicker } from '../../shared/thing-picker.tsx';
import { useWorkspaceId } from '../../shared/use-workspace.ts';

interface WorkflowPickerProps {
  readonly label: string;
  readonly mode: WorkflowMode;
  /** Those that the bot has already. */
  readonly used: readonly BotWorkflow[];
  readonly onChoose: (workflow: BotWorkflow) => void;
}

/** Chooses a workflow of the workspace. Those that are not published are shown with what is missing. */
export function WorkflowPicker({ label, mode, used, onChoose }: WorkflowPickerProps) {
  const { t } = useTranslation('botEditor');
  const workspaceId = useWorkspaceId();
  const useList = () => useListWorkflowNamesInfiniteQuery({ query: { workspace_id: workspaceId, mode } }, { refetchOnMountOrArgChange: true });
  return (
    <ThingPicker
      label={label}
      useList={useList}
      isHidden={({ id }) => used.some(({ workflow_id: usedId }) => usedId === id)}
      refusalOf={({ online_version: version }) => (version === '' ? t('workflowProblems.unpublished') : undefined)}
      onChoose={({ id }) => onChoose({ workflow_id: id, version: '' })}
    />
  );
}
