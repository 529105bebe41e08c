import { Alert, Button } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCancelRunMutation } from '../../api/workflow-runs.ts';
import { formatDuration, formatNumber } from '../../shared/amounts.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormattedText } from '../../shared/formatted-text.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { openWaits } from './open-waits.ts';
import { RunMessages } from './run-messages.tsx';
import type { Place } from './run-places.ts';
import styles from './run-report.module.css';
import { RunStateTag } from './run-state-tag.tsx';
import { RunSteps, type Span } from './run-steps.tsx';
import { hasEnded } from './run-watcher.ts';
import { tokensOfRun } from './tokens-of-run.ts';
import type { FollowedRun } from './use-run.ts';
import { ValueView } from './value-view.tsx';
import { WaitForm } from './wait-form.tsx';

const RerunDialogue = lazy(async () => ({ default: (await import('./rerun-dialogue.tsx')).RerunDialogue }));

interface RunReportProps {
  readonly runId: string;
  readonly run: FollowedRun;
  /** What people call a node of the canvas. */
  readonly titleOf: (nodeId: string) => string;
  /** Shows a node on the canvas. */
  readonly onShow: (nodeId: string) => void;
  /** Called with the id of a run that goes on from this one; absent where none can. */
  readonly onRerun?: (runId: string) => void;
}

/** How a run stands: what it waits for, says and gives, why it failed, and what it did. */
export function RunReport({ runId, run, titleOf, onShow, onRerun }: RunReportProps) {
  const { t } = useTranslation('workflowRuns');
  const { workspaceId, can } = useWorkspace();
  const { state, entries, places, isLost, failure, wake } = run;
  const isOver = hasEnded(state);
  const [again, setAgain] = useState<Place>();
  // Of a node on trial, the others gave nothing to go on from.
  const mayRerun = isOver && run.run?.only_node === undefined && can('workflow.run') && (run.run?.version !== '' || can('workflow.edit'));
  const span = useSpan(places, isOver);
  return (
    <>
      <Standing runId={runId} run={run} span={span} mayCancel={!isOver && can('workflow.run')} />
      {state === 'queued' && <p className="quiet">{t('queuedText')}</p>}
      {isLost && <Alert type="warning" showIcon title={t('lost')} />}
      {failure !== undefined && <FailureNotice failure={failure} />}
      <RunError run={run} onShow={onShow} />
      <RunMessages run={run} titleOf={titleOf} />
      {!isOver && openWaits(entries).map((wait) => (
        <WaitForm key={wait.eventId} runId={runId} workspaceId={workspaceId} wait={wait} title={titleOf(wait.nodeId)} mayAnswer={can('workflow.run')} onAnswered={wake} />
      ))}
      <Result run={run} />
      {places.length > 0 && (
        <section className={styles['part']}>
          <h3>{t('steps')}</h3>
          <RunSteps places={places} span={span} titleOf={titleOf} onShow={onShow} onRerun={mayRerun && onRerun ? setAgain : undefined} />
        </section>
      )}
      <Suspense>{again && onRerun && <RerunDialogue runId={runId} place={again} workspaceId={workspaceId} onStarted={onRerun} onClose={() => setAgain(undefined)} />}</Suspense>
    </>
  );
}

/** Its state, how long it took, what it used, and the way to end it. */
function Standing({ runId, run: followed, span, mayCancel }: { readonly runId: string; readonly run: FollowedRun; readonly span: Span; readonly mayCancel: boolean }) {
  const { t, i18n } = useTranslation('workflowRuns');
  const { state, run, wake } = followed;
  const [cancel, { isLoading, isSuccess }] = useCancelRunMutation();
  const attempt = useAttempt();
  const stop = async (): Promise<void> => {
    await attempt(cancel({ params: { execute_id: runId } }).unwrap());
    wake();
  };
  const { input, output } = tokensOfRun(followed) ?? { input: 0, output: 0 };
  return (
    <div className={styles['standing']} role="status">
      <RunStateTag state={state} />
      <span className="quiet">{formatDuration(run?.milliseconds ?? span.end - span.begin, i18n.language)}</span>
      {input + output > 0 && <span className="quiet">{t('tokensUsed', { count: input + output, amount: formatNumber(input + output, i18n.language) })}</span>}
      {mayCancel && (
        <Button size="small" danger loading={isLoading} disabled={isSuccess} title={isSuccess ? t('canceling') : ''} onClick={() => void stop()}>
          {t('cancel')}
        </Button>
      )}
    </div>
  );
}

function RunError({ run: { run, state }, onShow }: { readonly run: FollowedRun; readonly onShow: (nodeId: string) => void }) {
  const { t } = useTranslation('workflowRuns');
  const error = run?.error;
  if (state !== 'failed' || error === undefined) return null;
  const { node_id: nodeId, node_title: title = nodeId, path = '' } = error;
  // What failed in a called workflow is shown where that is called.
  const shown = path.split('/').find((step) => !step.includes('#')) ?? nodeId;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title === undefined ? t('errorWhole') : t('errorAt', { title })}
      description={
        <>
          <p className={styles['reason']}>{error.message}</p>
          {shown !== undefined && <Button size="small" onClick={() => onShow(shown)}>{t('showNode')}</Button>}
        </>
      }
    />
  );
}

/** What came out: an answer in words as words, else values by their names. */
function Result({ run: { run, state, entries } }: { readonly run: FollowedRun }) {
  const { t } = useTranslation('workflowRuns');
  if (state !== 'completed' || run === undefined || !hasEnded(run.state)) return null;
  const said = entries.findLast((entry) => entry.type === 'node' && entry.kind === 'end' && !entry.path.includes('/'));
  const answer = said?.type === 'node' ? said.message : undefined;
  return (
    <section className={styles['part']}>
      <h3>{t('result')}</h3>
      {answer === undefined ? (
        <ValueView values={run.output ?? {}} />
      ) : (
        <div className={styles['answer']}>
          <FormattedText text={answer} />
        </div>
      )}
    </section>
  );
}

/** How often what goes on is drawn anew, in milliseconds. */
const TICK = 500;

/** From the first step to the last; until now, where it goes on. */
function useSpan(places: readonly Place[], isOver: boolean): Span {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, [isOver]);
  // What was taken over has the times of another run.
  const own = places.filter(({ isReused }) => !isReused);
  const begin = own[0]?.begin ?? now;
  const ends = own.flatMap(({ end, waits }) => [...(end === undefined ? [] : [end]), ...waits.map((wait) => wait.end ?? wait.begin)]);
  return { begin, end: Math.max(begin, ...ends, ...(isOver ? [] : [now])) };
}
