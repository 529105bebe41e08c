import type { Field, ValueType } from '@buckle/canvas';
import { Button, Modal } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRerunRunMutation } from '../../api/workflow-runs.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { InputFields } from './input-fields.tsx';
import { changedInputs, draftOf, type InputProblem } from './input-values.ts';
import styles from './rerun-dialogue.module.css';
import type { Place } from './run-places.ts';

interface RerunDialogueProps {
  readonly runId: string;
  /** The node that runs again, and all that come after it. */
  readonly place: Place;
  readonly workspaceId: string;
  /** Called with the id of the new run. */
  readonly onStarted: (runId: string) => void;
  readonly onClose: () => void;
}

/** Runs a workflow again from one of its nodes on, with other inputs of that where they are changed. */
export function RerunDialogue({ runId, place: { nodeId, title = nodeId, entry }, workspaceId, onStarted, onClose }: RerunDialogueProps) {
  const { t } = useTranslation('workflowRuns');
  const { t: common } = useTranslation();
  const given = entry?.inputs ?? {};
  const fields = Object.entries(given).map(([name, value]): Field => ({ name, type: typeOf(value), required: false }));
  const [draft, setDraft] = useState(() => draftOf(fields, given));
  const [problems, setProblems] = useState<Readonly<Record<string, InputProblem>>>({});
  const [rerun, { isLoading, error }] = useRerunRunMutation();
  const send = async (): Promise<void> => {
    const changed = changedInputs(fields, given, draft);
    setProblems('problems' in changed ? changed.problems : {});
    if ('problems' in changed) return;
    const { data } = await rerun({ params: { execute_id: runId }, body: { from_node: nodeId, inputs: changed.values } });
    if (data === undefined) return;
    onClose();
    onStarted(data.execute_id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // What is typed here is not for the test run behind it.
    event.stopPropagation();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
  };
  return (
    <Modal
      open
      title={t('rerunTitle', { title })}
      footer={[
        <Button key="cancel" onClick={onClose}>{common('cancel')}</Button>,
        <Button key="run" type="primary" loading={isLoading} onClick={() => void send()}>{t('run')}</Button>,
      ]}
      onCancel={onClose}
    >
      <p className="quiet">{t('rerunText')}</p>
      <div className={styles['fields']} onKeyDown={onKeyDown}>
        <InputFields fields={fields} draft={draft} problems={problems} workspaceId={workspaceId} onChange={setDraft} />
      </div>
      {error !== undefined && <FailureNotice failure={error} />}
    </Modal>
  );
}

/** The type that a value shows: what a node was given does not say how it was declared. */
function typeOf(value: unknown): ValueType {
  if (typeof value === 'string') return { kind: 'string' };
  if (typeof value === 'number') return { kind: 'float' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (Array.isArray(value)) return { kind: 'list', item: { kind: 'any' } };
  return value !== null && typeof value === 'object' ? { kind: 'object', fields: [] } : { kind: 'any' };
}
