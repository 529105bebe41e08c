import { CaretRightOutlined, CloseOutlined } from '@ant-design/icons';
import type { CanvasDocument } from '@buckle/canvas';
import { Alert, Button } from 'antd';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { startFields } from '../workflow/index.ts';
import { titlesOf } from './canvas-nodes.ts';
import { InputFields } from './input-fields.tsx';
import { type InputDraft, type InputProblem, readInputs } from './input-values.ts';
import type { NodeRunState } from './node-states.ts';
import { rememberedInputs, rememberInputs } from './remembered-inputs.ts';
import { RunReport } from './run-report.tsx';
import styles from './test-run-panel.module.css';
import { useDraftRun } from './use-draft-run.ts';

interface TestRunPanelProps {
  readonly workflowId: string;
  readonly workspaceId: string;
  readonly canvas: CanvasDocument;
  /** Saves what is on the canvas; resolves to whether the draft is as it is seen. */
  readonly beforeRun: () => Promise<boolean>;
  /** Told how the nodes stand, as the run goes on. */
  readonly onStates: (states: ReadonlyMap<string, NodeRunState>) => void;
  /** Shows a node on the canvas. */
  readonly onFocusNode: (nodeId: string) => void;
  readonly onClose: () => void;
}

/** The draft on trial: its inputs, and what becomes of a run of it. Ctrl or ⌘ and Enter run it. */
export function TestRunPanel({ workflowId, workspaceId, canvas, beforeRun, onStates, onFocusNode, onClose }: TestRunPanelProps) {
  const { t } = useTranslation('workflowRuns');
  const { can } = useWorkspace();
  const fields = useMemo(() => startFields(canvas), [canvas]);
  const titleOf = useMemo(() => titlesOf(canvas), [canvas]);
  const [draft, setDraft] = useState<InputDraft>(() => rememberedInputs(workflowId));
  const [problems, setProblems] = useState<Readonly<Record<string, InputProblem>>>({});
  const { runId, run, isStarting, isBusy, isUnsaved, error, start, follow } = useDraftRun(workflowId, canvas, beforeRun);
  const report = useRef<HTMLDivElement>(null);
  const tell = useRef(onStates);
  tell.current = onStates;
  useEffect(() => tell.current(run.states), [run.states]);

  const mayRun = can('workflow.edit');
  const send = async (): Promise<void> => {
    const read = readInputs(fields ?? [], draft);
    setProblems('problems' in read ? read.problems : {});
    if ('problems' in read || isBusy || !mayRun) return;
    rememberInputs(workflowId, draft);
    if (await start({ parameters: read.values })) report.current?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <section className={styles['panel']} aria-label={t('trial')} onKeyDown={onKeyDown}>
      <header className={styles['header']}>
        <h2>{t('trial')}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={onClose} />
      </header>
      <div className={styles['body']}>
        {mayRun ? (
          <form
            className={styles['form']}
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            {fields === undefined && <Alert type="warning" showIcon title={t('noStart')} />}
            {fields?.length === 0 && <p className="quiet">{t('noInputs')}</p>}
            <InputFields fields={fields ?? []} draft={draft} problems={problems} workspaceId={workspaceId} onChange={setDraft} />
            <div className={styles['start']}>
              <Button type="primary" htmlType="submit" icon={<CaretRightOutlined aria-hidden />} loading={isStarting} disabled={isBusy || fields === undefined}>
                {runId === undefined ? t('run') : t('runAgain')}
              </Button>
              <span className="quiet">{t('runHint')}</span>
            </div>
          </form>
        ) : (
          <p className="quiet">{t('mayNot')}</p>
        )}
        {isUnsaved && <Alert type="warning" showIcon role="alert" title={t('notSaved')} />}
        {error !== undefined && <FailureNotice failure={error} />}
        <div ref={report} className={styles['report']}>
          {runId !== undefined && <RunReport key={runId} runId={runId} run={run} titleOf={titleOf} onShow={onFocusNode} onRerun={follow} />}
        </div>
      </div>
    </section>
  );
}
