import type { OAuthApp } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListOAuthAppsInfiniteQuery } from '../../api/oauth.ts';
import { CopyButton } from '../../shared/copy-button.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { SecretDialogue } from '../../shared/secret-dialogue.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { AppActions } from './app-actions.tsx';
import { AppDialogue } from './app-dialogue.tsx';
import { KeysDialogue } from './keys-dialogue.tsx';
import { Scopes } from './scopes.tsx';
import type { ShownSecret } from './shown-secret.ts';

/** The OAuth apps of a workspace, for those who manage it. */
export function AppsPage() {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  const { workspaceId } = useWorkspace();
  const list = useListOAuthAppsInfiniteQuery({ params: { workspace_id: workspaceId } });
  const [edited, setEdited] = useState<OAuthApp | 'new'>();
  const [keysOf, setKeysOf] = useState<string>();
  const [shown, setShown] = useState<ShownSecret>();
  const withKeys = itemsOf(list).find(({ id }) => id === keysOf);
  return (
    <Page
      title={t('appsTitle')}
      text={t('appsText')}
      actions={<Button type="primary" onClick={() => setEdited('new')}>{t('create')}</Button>}
    >
      <PagedTable
        label={t('appsTitle')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: common('name'), isHeading: true, render: ({ name }) => <strong>{name}</strong> },
          { key: 'kind', title: t('kind'), render: ({ kind }) => t(`kinds.${kind}`) },
          { key: 'clientId', title: t('clientId'), render: ({ id }) => <><code>{id}</code> <CopyButton text={id} /></> },
          { key: 'scopes', title: t('scopes'), render: ({ scopes }) => <Scopes scopes={scopes} /> },
          {
            key: 'status',
            title: common('status'),
            render: ({ enabled }) => (enabled ? <StatusTag kind="good">{t('enabled')}</StatusTag> : <StatusTag kind="bad">{t('disabled')}</StatusTag>),
          },
          { key: 'created', title: t('created'), render: ({ created_at: at }) => <Time seconds={at} /> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: (app) => <AppActions app={app} onEdit={() => setEdited(app)} onKeys={() => setKeysOf(app.id)} onSecret={setShown} />,
          },
        ]}
      />
      {edited !== undefined && (
        <AppDialogue workspaceId={workspaceId} app={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} onSecret={setShown} />
      )}
      {withKeys && !shown && <KeysDialogue app={withKeys} onClose={() => setKeysOf(undefined)} onSecret={setShown} />}
      {shown && (
        <SecretDialogue
          title={t(shown.kind === 'secret' ? 'secretTitle' : 'privateKeyTitle')}
          label={t(shown.kind)}
          secret={shown.text}
          isLong={shown.kind === 'privateKey'}
          onClose={() => setShown(undefined)}
        />
      )}
    </Page>
  );
}
