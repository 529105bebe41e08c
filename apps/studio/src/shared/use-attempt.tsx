import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from './failure-text.ts';
import { LogId } from './log-id.tsx';

/**
 * For what is done with one click, without a form to show its failure in: says that it worked, or why
 * it did not. Resolves to whether it worked.
 *
 * @example
 * await attempt(revoke({ params: { token_id } }).unwrap(), t('revoked'))
 */
export function useAttempt(): (action: Promise<unknown>, done?: string) => Promise<boolean> {
  const { message, notification } = App.useApp();
  const { t } = useTranslation();
  return useCallback(
    async (action, done) => {
      try {
        await action;
      } catch (error) {
        const { title, reason, logId } = failureText(error, t);
        notification.error({ title, description: <>{reason} <LogId id={logId} /></>, duration: 10, role: 'alert' });
        return false;
      }
      if (done !== undefined) message.success(done);
      return true;
    },
    [message, notification, t],
  );
}
