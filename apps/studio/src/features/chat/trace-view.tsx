import type { TraceStep } from '@buckle/contract';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGetChatTraceQuery } from '../../api/chats.ts';
import { formatDuration } from '../../shared/amounts.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { ToldPassages } from './told-passages.tsx';
import styles from './trace-view.module.css';

/** What a turn did, step by step, on one scale of time. */
export function TraceView({ chatId }: { readonly chatId: string }) {
  const { t, i18n } = useTranslation('chat');
  const { t: common } = useTranslation();
  const { workspaceId } = useWorkspace();
  const { data: trace, error, refetch } = useGetChatTraceQuery({ params: { chat_id: chatId } });
  if (error !== undefined) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (trace === undefined) return <Spin aria-label={common('loading')} />;
  const { started_at: begin, ended_at: end, first_token_at: firstToken, steps, runs } = trace;
  const tokens = steps.reduce((sum, step) => sum + step.input_tokens + step.output_tokens, 0);
  return (
    <div className={styles['trace']}>
      <p className="quiet">
        {t('traceTotal', { time: formatDuration(end - begin, i18n.language), tokens })}
        {firstToken !== undefined && ` · ${t('firstToken', { time: formatDuration(firstToken - begin, i18n.language) })}`}
      </p>
      {runs.map(({ execute_id: runId, workflow_id: workflowId, workflow_name: name }) => (
        <p key={runId}>
          <Link to={`/w/${workspaceId}/workflows/${workflowId}/runs/${runId}`}>{t('runOf', { name })}</Link>
        </p>
      ))}
      <ol>
        {steps.map((step) => (
          <Step key={`${step.type} ${step.started_at} ${step.name}`} step={step} begin={begin} whole={Math.max(end - begin, 1)} />
        ))}
      </ol>
    </div>
  );
}

function Step({ step, begin, whole }: { readonly step: TraceStep; readonly begin: number; readonly whole: number }) {
  const { t, i18n } = useTranslation('chat');
  const from = ((step.started_at - begin) / whole) * 100;
  const width = Math.max(((step.ended_at - step.started_at) / whole) * 100, 1);
  return (
    <li>
      <div className={styles['stepHead']}>
        <span>
          <b>{t(`steps.${step.type}`)}</b> {step.name}
        </span>
        <span className="quiet">
          {formatDuration(step.ended_at - step.started_at, i18n.language)}
          {step.input_tokens + step.output_tokens > 0 && ` · ${t('tokens', { input: step.input_tokens, output: step.output_tokens })}`}
        </span>
      </div>
      <svg className={styles['bar']} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect x={Math.min(from, 99)} width={width} height="1" />
      </svg>
      {step.detail !== undefined && <div className={`quiet ${styles['detail']}`}>{step.detail}</div>}
      {step.passages !== undefined && <ToldPassages passages={step.passages} hasScores />}
    </li>
  );
}
