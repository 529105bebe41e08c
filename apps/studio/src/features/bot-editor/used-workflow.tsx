import type { BotWorkflow, WorkflowMode } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import controls from '../../shared/controls.module.css';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { type NamedWorkflow, useWorkflows } from '../../shared/use-names.ts';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import { useEditing } from './editing.ts';
import styles from './fields.module.css';
import { RemoveButton } from './group.tsx';

interface UsedWorkflowProps {
  readonly workflow: BotWorkflow;
  /** What it has to be. */
  readonly mode: WorkflowMode;
  readonly onRemove: () => void;
}

/** A workflow that the bot uses: what it is called and does, the way to it, and what keeps the bot from using it. */
export function UsedWorkflow({ workflow: { workflow_id: id, version }, mode, onRemove }: UsedWorkflowProps) {
  const { t } = useTranslation('botEditor');
  const { isReadOnly } = useEditing();
  const workspaceId = useWorkspaceId();
  const { workflows, isWhole, error, refetch } = useWorkflows(workspaceId, true);
  const known = workflows.get(id);
  const problem = isWhole ? problemOf(known, mode, version) : undefined;
  const name = known?.name ?? (isWhole ? id : '…');
  return (
    <div className={styles['entry']}>
      {!isReadOnly && <RemoveButton name={name} onRemove={onRemove} />}
      <div className={styles['used']}>
        {known === undefined ? <span>{name}</span> : <Link to={`/w/${workspaceId}/workflows/${id}`}>{name}</Link>}
        {version !== '' && <span className="quiet">{version}</span>}
        {known !== undefined && known.description !== '' && <p className="quiet">{known.description}</p>}
        {problem !== undefined && <p className={controls['problem']} role="alert">{t(`workflowProblems.${problem}`)}</p>}
      </div>
      {error !== undefined && <FailureNotice failure={error} onRetry={() => void refetch()} />}
    </div>
  );
}

function problemOf(known: NamedWorkflow | undefined, mode: WorkflowMode, version: string) {
  if (known === undefined) return 'gone';
  if (mode === 'chatflow' && known.mode !== mode) return 'noChatflow';
  return known.online_version === '' && version === '' ? 'unpublished' : undefined;
}
