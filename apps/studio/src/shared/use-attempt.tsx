import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from './failure-text.ts';
import { LogId } from './log-id.tsx';
import { useNotices } from './notices.tsx';

/**
 * For what is done with one click, without a form to show its failure in: says that it worked, or why
 * it did not. Resolves to whether it worked.
 *
 * @example
 * await attempt(revoke({ params: { token_id } }).unwrap(), t('revoked'))
 */
export function useAttempt(): (action: Promise<unknown>, done?: string) => Promise<boolean> {
  const notices = useNotices();
  const { t } = useTranslation();
  return useCallback(
    async (action, done) => {
      try {
        await action;
      } catch (error) {
        const { title, reason, logId } = failureText(error, t);
        notices.failed(title, <>{reason} <LogId id={logId} /></>);
        return false;
      }
      if (done !== undefined) notices.done(done);
      return true;
    },
    [notices, t],
  );
}
