import { type Model, modelTypes } from '@buckle/contract';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { ConnectDialogue } from './connect-dialogue.tsx';
import { EditDialogue } from './edit-dialogue.tsx';
import { ModelActions } from './model-actions.tsx';
import styles from './model-list.module.css';
import { capabilities } from './model-values.ts';
import { hostOf } from './presets.ts';
import { TestDialogue } from './test-dialogue.tsx';

interface ModelListProps {
  readonly title: string;
  readonly text: string;
  /** Whose models; absent for those of the instance. */
  readonly workspaceId?: string;
  readonly mayManage: boolean;
  /** What stands above the list. */
  readonly children?: ReactNode;
}

type Dialogue = { readonly kind: 'connect' } | { readonly kind: 'test'; readonly model: Model } | { readonly kind: 'edit'; readonly model: Model; readonly isTested?: true };

/** The page of the models of a workspace, or of the instance. */
export function ModelList({ title, text, workspaceId, mayManage, children }: ModelListProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const list = useListModelsInfiniteQuery(workspaceId === undefined ? {} : { query: { workspace_id: workspaceId } });
  const [dialogue, setDialogue] = useState<Dialogue>();
  // One that has led to another has closed already.
  const close = (kind: Dialogue['kind']): void => setDialogue((current) => (current?.kind === kind ? undefined : current));
  const isOwn = (model: Model) => model.provider !== 'offline' && model.workspace_id === (workspaceId ?? '');
  const own = new Set(itemsOf(list).filter(isOwn).map(({ type }) => type));
  const missing = new Set(modelTypes.filter((type) => !own.has(type)));
  return (
    <Page
      title={title}
      text={text}
      actions={mayManage && <Button type="primary" onClick={() => setDialogue({ kind: 'connect' })}>{t('connect')}</Button>}
    >
      {children}
      <PagedTable
        label={title}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'model', title: t('model'), isHeading: true, render: (model) => <ModelName model={model} isShared={workspaceId !== undefined && model.workspace_id === ''} /> },
          { key: 'vendor', title: t('where'), render: ({ provider, base_url: address }) => (provider === 'offline' ? <span className="quiet">{t('thisServer')}</span> : <span className={styles['host']}>{hostOf(address)}</span>) },
          { key: 'capabilities', title: t('capabilities'), render: (model) => <Capabilities model={model} /> },
          { key: 'context', title: t('context'), render: ({ type, context_tokens: tokens }) => (type === 'chat' ? <Tokens count={tokens} /> : <span className="quiet">–</span>) },
          { key: 'status', title: common('status'), render: (model) => <Status model={model} /> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: (model) =>
              mayManage && isOwn(model) && (
                <ModelActions model={model} onEdit={() => setDialogue({ kind: 'edit', model })} onTest={() => setDialogue({ kind: 'test', model })} />
              ),
          },
        ]}
      />
      {dialogue?.kind === 'connect' && (
        <ConnectDialogue workspaceId={workspaceId} missing={missing} onClose={() => close('connect')} onConnected={(model) => setDialogue({ kind: 'test', model })} />
      )}
      {dialogue?.kind === 'edit' && (
        <EditDialogue
          model={dialogue.model}
          onClose={() => close('edit')}
          onSaved={(model) => {
            if (dialogue.isTested) setDialogue({ kind: 'test', model });
          }}
        />
      )}
      {dialogue?.kind === 'test' && (
        <TestDialogue
          model={dialogue.model}
          onClose={() => close('test')}
          onEdit={() => setDialogue({ kind: 'edit', model: dialogue.model, isTested: true })}
        />
      )}
    </Page>
  );
}

function ModelName({ model, isShared }: { readonly model: Model; readonly isShared: boolean }) {
  const { t } = useTranslation('models');
  const isBuiltIn = model.provider === 'offline';
  return (
    <div>
      <span className={styles['name']}>{isBuiltIn ? t('builtIn') : model.name}</span>{' '}
      {model.type !== 'chat' && <StatusTag kind="neutral">{t(`types.${model.type}`)}</StatusTag>}{' '}
      {model.is_default && <StatusTag kind="good">{isShared ? t('instanceDefault') : t('default')}</StatusTag>}{' '}
      {isShared && !isBuiltIn && <StatusTag kind="neutral">{t('shared')}</StatusTag>}
      <div className="quiet">{isBuiltIn ? t('builtInText') : model.name === model.model_name ? '' : model.model_name}</div>
    </div>
  );
}

function Capabilities({ model }: { readonly model: Model }) {
  const { t } = useTranslation('models');
  const { i18n } = useTranslation();
  const able = capabilities.filter((each) => model.capabilities[each]);
  if (model.type !== 'chat') {
    const { dimension } = model;
    const vectors = dimension === undefined ? t('givesVectors') : t('givesVectorsOf', { dimensions: formatNumber(dimension, i18n.language) });
    return <span className="quiet">{model.type === 'embedding' ? vectors : t('ranks')}</span>;
  }
  return <span className="quiet">{able.length === 0 ? '–' : able.map((each) => t(`capability.${each}`)).join(' · ')}</span>;
}

function Tokens({ count }: { readonly count: number }) {
  const { i18n } = useTranslation();
  return <>{formatNumber(count, i18n.language)}</>;
}

function Status({ model }: { readonly model: Model }) {
  const { t } = useTranslation('models');
  if (!model.enabled) return <StatusTag kind="neutral">{t('disabled')}</StatusTag>;
  return <StatusTag kind="good">{t('enabled')}</StatusTag>;
}
