import { useTranslation } from 'react-i18next';
import { useListSessionsInfiniteQuery, useRevokeSessionMutation } from '../../api/account.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { describeBrowser } from './describe-browser.ts';

/** Where the user is signed in. */
export function SessionTable() {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const list = useListSessionsInfiniteQuery({});
  const [revoke] = useRevokeSessionMutation();
  const attempt = useAttempt();
  return (
    <PagedTable
      label={t('sessions')}
      list={list}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'device',
          title: t('device'),
          render: ({ user_agent: userAgent, current }) => (
            <>
              <span title={userAgent}>{describeBrowser(userAgent)}</span> {current && <StatusTag kind="good">{t('current')}</StatusTag>}
            </>
          ),
        },
        { key: 'address', title: t('address'), render: ({ address }) => address },
        { key: 'used', title: t('lastUsed'), render: ({ last_used_at: at }) => <Time seconds={at} /> },
        {
          key: 'actions',
          title: common('actions'),
          isActions: true,
          render: ({ id, current }) =>
            !current && (
              <ConfirmButton
                action={t('endSession')}
                question={t('endSessionQuestion')}
                onConfirm={() => attempt(revoke({ params: { session_id: id } }).unwrap(), t('sessionEnded'))}
              />
            ),
        },
      ]}
    />
  );
}
