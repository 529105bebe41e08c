import { CaretRightOutlined, ExperimentOutlined } from '@ant-design/icons';
import { type CanvasDocument, DEFAULT_PORT, type Field } from '@buckle/canvas';
import { Alert, Button } from 'antd';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { titlesOf } from './canvas-nodes.ts';
import { InputFields } from './input-fields.tsx';
import { draftOf, type InputDraft, type InputProblem, readInputs } from './input-values.ts';
import styles from './node-trial.module.css';
import type { NodeRunState } from './node-states.ts';
import { RunReport } from './run-report.tsx';
import { type TrialFields, trialOf } from './trial-fields.ts';
import { useDraftRun } from './use-draft-run.ts';

interface NodeTrialProps {
  readonly workflowId: string;
  readonly workspaceId: string;
  readonly canvas: CanvasDocument;
  readonly nodeId: string;
  /** How a node fared in the last run that is known. */
  readonly lastRun: (nodeId: string) => NodeRunState | undefined;
  /** What an exit of the node is called; empty where it has but one. */
  readonly exitName: (port: string) => string;
  /** Saves what is on the canvas; resolves to whether the draft is as it is seen. */
  readonly beforeRun: () => Promise<boolean>;
  /** Shows a node on the canvas. */
  readonly onFocusNode: (nodeId: string) => void;
}

/** One node of the draft on trial: alone, with inputs that are typed here. */
export function NodeTrial(props: NodeTrialProps) {
  const { t } = useTranslation('workflowRuns');
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <section className={styles['trial']} aria-label={t('nodeTrial')}>
      <Button icon={<ExperimentOutlined aria-hidden />} aria-expanded={isOpen} aria-controls={id} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? t('nodeTrialClose') : t('nodeTrial')}
      </Button>
      <div id={id} className={styles['body']}>{isOpen && <Trial {...props} />}</div>
    </section>
  );
}

function Trial(props: NodeTrialProps) {
  const { t } = useTranslation('workflowRuns');
  const { canvas, nodeId } = props;
  const trial = useMemo(() => trialOf(canvas, nodeId), [canvas, nodeId]);
  if (!('reason' in trial)) return <TrialForm {...props} trial={trial} />;
  return <p className="quiet">{trial.reason === 'inside' ? t('noTrial.inside', { title: trial.title }) : t(`noTrial.${trial.reason}`)}</p>;
}

function TrialForm({ workflowId, workspaceId, canvas, nodeId, lastRun, exitName, beforeRun, onFocusNode, trial: { inputs, sources } }: NodeTrialProps & { readonly trial: TrialFields }) {
  const { t } = useTranslation('workflowRuns');
  const titleOf = useMemo(() => titlesOf(canvas), [canvas]);
  const fields = sources.map(({ field }) => field);
  const [draft, setDraft] = useState<InputDraft>(() => ({ ...switchesOff(inputs), ...draftOf(inputs, recordOf(lastRun(nodeId)?.input)) }));
  const [given, setGiven] = useState<InputDraft>(() => draftOf(fields, Object.fromEntries(sources.map((source) => [source.field.name, lastRun(source.nodeId)?.output]))));
  const [problems, setProblems] = useState<Problems>({ inputs: {}, sources: {} });
  const { runId, run, isStarting, isBusy, isUnsaved, error, start } = useDraftRun(workflowId, canvas, beforeRun);
  const send = async (): Promise<void> => {
    const read = readInputs(inputs, draft);
    const gave = readInputs(fields, given);
    setProblems({ inputs: 'problems' in read ? read.problems : {}, sources: 'problems' in gave ? gave.problems : {} });
    if ('problems' in read || 'problems' in gave || isBusy) return;
    const outputs = sources.flatMap((source) => (Object.hasOwn(gave.values, source.field.name) ? [[source.nodeId, recordOf(gave.values[source.field.name])] as const] : []));
    await start({ only: { node_id: nodeId, inputs: read.values, outputs: Object.fromEntries(outputs) } });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  const done = run.entries.find((entry) => entry.type === 'node' && entry.path === nodeId);
  const { warnings = [], port = DEFAULT_PORT } = done?.type === 'node' ? done : {};
  const exit = done === undefined ? '' : exitName(port);
  return (
    <>
      <form
        className={styles['form']}
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p className="quiet">{t('nodeTrialText')}</p>
        {inputs.length + sources.length === 0 && <p className="quiet">{t('nodeTrialNoInputs')}</p>}
        <InputFields fields={inputs} draft={draft} problems={problems.inputs} workspaceId={workspaceId} onChange={setDraft} />
        {sources.length > 0 && (
          <fieldset className={styles['sources']}>
            <legend>{t('nodeTrialGave')}</legend>
            <p className="quiet">{t('nodeTrialGaveText')}</p>
            <InputFields fields={fields} draft={given} problems={problems.sources} workspaceId={workspaceId} onChange={setGiven} />
          </fieldset>
        )}
        <div>
          <Button type="primary" htmlType="submit" icon={<CaretRightOutlined aria-hidden />} loading={isStarting} disabled={isBusy}>
            {runId === undefined ? t('run') : t('runAgain')}
          </Button>
        </div>
      </form>
      {isUnsaved && <Alert type="warning" showIcon role="alert" title={t('notSaved')} />}
      {error !== undefined && <FailureNotice failure={error} />}
      {exit !== '' && <p role="status">{t('goesOn', { port: exit })}</p>}
      {warnings.length > 0 && <Alert type="warning" showIcon title={t('warnings')} description={warnings.map((warning) => <div key={warning}>{warning}</div>)} />}
      {runId !== undefined && <RunReport key={runId} runId={runId} run={run} titleOf={titleOf} onShow={onFocusNode} />}
    </>
  );
}

interface Problems {
  readonly inputs: Readonly<Record<string, InputProblem>>;
  readonly sources: Readonly<Record<string, InputProblem>>;
}

/** Switches of which nothing is known: what is seen is what is given. */
function switchesOff(fields: readonly Field[]): InputDraft {
  return Object.fromEntries(fields.filter(({ type, defaultValue }) => type.kind === 'boolean' && defaultValue === undefined).map(({ name }) => [name, false]));
}

/** The object that a value is; an empty one where it is none. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
}
