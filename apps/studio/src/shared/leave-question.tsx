import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import type { SaveState } from './draft-keeper.ts';

const QuestionDialogue = lazy(async () => ({ default: (await import('./question-dialogue.tsx')).QuestionDialogue }));

/** Asks before a page is left on which something of a draft cannot be saved. */
export function LeaveQuestion({ state }: { readonly state: SaveState }) {
  const { t } = useTranslation('drafts');
  const isOpen = state.kind === 'failed' || state.kind === 'invalid' || state.kind === 'conflict';
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isOpen && currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/sign-in');
  if (blocker.state !== 'blocked') return null;
  return (
    <Suspense>
      <QuestionDialogue
        title={t('leaveQuestion')}
        action={t('leave')}
        refusal={t('stay')}
        isDangerous
        onConfirm={() => blocker.proceed()}
        onCancel={() => blocker.reset()}
      />
    </Suspense>
  );
}
