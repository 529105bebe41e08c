import type { Authorization } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useListAuthorizationsInfiniteQuery, useRevokeAuthorizationMutation } from '../../api/oauth.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { Page } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { Scopes } from './scopes.tsx';

/** The apps that may act in the user's name. */
export function AuthorizationsPage() {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  const list = useListAuthorizationsInfiniteQuery({});
  return (
    <Page title={t('authorizationsTitle')} text={t('authorizationsText')}>
      <PagedTable
        label={t('authorizationsTitle')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'app', title: t('app'), isHeading: true, render: ({ app }) => <strong>{app.name}</strong> },
          { key: 'scopes', title: t('scopes'), render: ({ scopes }) => <Scopes scopes={scopes} /> },
          { key: 'workspace', title: t('workspace'), render: ({ workspace }) => workspace?.name ?? t('allWorkspaces') },
          { key: 'created', title: t('created'), render: ({ created_at: at }) => <Time seconds={at} /> },
          { key: 'used', title: t('lastUsed'), render: ({ last_used_at: at }) => <Time seconds={at} /> },
          { key: 'actions', title: common('actions'), isActions: true, render: (authorization) => <RevokeButton authorization={authorization} /> },
        ]}
      />
    </Page>
  );
}

function RevokeButton({ authorization: { id, app } }: { readonly authorization: Authorization }) {
  const { t } = useTranslation('oauth');
  const [revoke] = useRevokeAuthorizationMutation();
  const attempt = useAttempt();
  return (
    <ConfirmButton
      action={t('revoke')}
      object={app.name}
      question={t('revokeQuestion', { name: app.name })}
      onConfirm={() => attempt(revoke({ params: { authorization_id: id } }).unwrap(), t('revoked', { name: app.name }))}
    />
  );
}
