import { useTranslation } from 'react-i18next';
import { StatusTag } from '../../shared/status-tag.tsx';
import type { RunState } from './run-watcher.ts';

const kinds = { queued: 'neutral', running: 'neutral', waiting: 'doubtful', completed: 'good', failed: 'bad', canceled: 'neutral' } as const;

/** How a run stands, in a word. */
export function RunStateTag({ state }: { readonly state: RunState }) {
  const { t } = useTranslation('workflowRuns');
  return <StatusTag kind={kinds[state]}>{t(`states.${state}`)}</StatusTag>;
}
