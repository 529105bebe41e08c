import type { PersonalToken } from '@buckle/contract';
import { Button, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListTokensInfiniteQuery, useRevokeTokenMutation } from '../../api/tokens.ts';
import { useListWorkspacesInfiniteQuery } from '../../api/workspaces.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { SecretDialogue } from '../../shared/secret-dialogue.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { CreateTokenDialogue } from './create-token-dialogue.tsx';

/** The user's personal access tokens. */
export function TokensPage() {
  const { t } = useTranslation('tokens');
  const { t: common } = useTranslation();
  const list = useListTokensInfiniteQuery({});
  const [isCreating, setIsCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <Page
      title={t('title')}
      text={t('text')}
      actions={<Button type="primary" onClick={() => setIsCreating(true)}>{t('create')}</Button>}
    >
      <PagedTable
        label={t('title')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: common('name'), isHeading: true, render: ({ name }) => <strong>{name}</strong> },
          { key: 'scopes', title: t('scopes'), render: (token) => <Scopes token={token} /> },
          { key: 'workspace', title: t('workspace'), render: ({ workspace_id: id }) => <WorkspaceName id={id} /> },
          { key: 'used', title: t('lastUsed'), render: ({ last_used_at: at }) => <Time seconds={at} /> },
          { key: 'expiry', title: t('expiry'), render: ({ expires_at: at }) => <Expiry seconds={at} /> },
          { key: 'actions', title: common('actions'), isActions: true, render: (token) => <RevokeButton token={token} /> },
        ]}
      />
      {isCreating && <CreateTokenDialogue onClose={() => setIsCreating(false)} onCreated={setSecret} />}
      {secret !== undefined && (
        <SecretDialogue title={t('createdTitle')} label={t('secret')} secret={secret} onClose={() => setSecret(undefined)} />
      )}
    </Page>
  );
}

function Scopes({ token: { scopes } }: { readonly token: PersonalToken }) {
  const { t } = useTranslation('tokens');
  if (scopes === undefined) return t('all');
  return (
    <Tooltip title={scopes.join(', ')}>
      <Tag tabIndex={0}>{scopes.length === 1 ? scopes[0] : t('scopeCount', { count: scopes.length })}</Tag>
    </Tooltip>
  );
}

function WorkspaceName({ id }: { readonly id: string | undefined }) {
  const { t } = useTranslation('tokens');
  const workspaces = itemsOf(useListWorkspacesInfiniteQuery({ query: { page_size: 100 } }));
  if (id === undefined) return t('all');
  return workspaces.find((workspace) => workspace.id === id)?.name ?? <code>{id}</code>;
}

function Expiry({ seconds }: { readonly seconds: number | undefined }) {
  const { t } = useTranslation('tokens');
  if (seconds === undefined) return <span className="quiet">{t('neverExpires')}</span>;
  if (seconds * 1000 < Date.now()) return <StatusTag kind="bad">{t('expired')}</StatusTag>;
  return <Time seconds={seconds} />;
}

function RevokeButton({ token: { id, name } }: { readonly token: PersonalToken }) {
  const { t } = useTranslation('tokens');
  const [revoke] = useRevokeTokenMutation();
  const attempt = useAttempt();
  return (
    <ConfirmButton
      action={t('revoke')}
      object={name}
      question={t('revokeQuestion', { name })}
      onConfirm={() => attempt(revoke({ params: { token_id: id } }).unwrap(), t('revoked', { name }))}
    />
  );
}
