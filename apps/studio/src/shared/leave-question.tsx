import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

const QuestionDialogue = lazy(async () => ({ default: (await import('./question-dialogue.tsx')).QuestionDialogue }));

/** Asks before a page is left on which something is not saved. A page has one at most. */
export function LeaveQuestion({ isUnsaved }: { readonly isUnsaved: boolean }) {
  const { t } = useTranslation('drafts');
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isUnsaved && currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/sign-in');
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
