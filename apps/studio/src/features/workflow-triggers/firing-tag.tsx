import { useTranslation } from 'react-i18next';
import type { Firing } from '../../api/workflow-triggers.ts';
import { StatusTag } from '../../shared/status-tag.tsx';

const kinds = { pending: 'neutral', started: 'neutral', completed: 'good', failed: 'bad', canceled: 'neutral', skipped: 'doubtful' } as const;

/** What a firing came to, in a word. */
export function FiringTag({ state }: Pick<Firing, 'state'>) {
  const { t } = useTranslation('workflowTriggers');
  return <StatusTag kind={kinds[state]}>{t(`firingStates.${state}`)}</StatusTag>;
}
