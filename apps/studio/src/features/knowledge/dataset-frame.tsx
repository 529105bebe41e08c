import type { Dataset } from '@buckle/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { formatNumber } from '../../shared/amounts.ts';
import { Frame } from '../../shared/frame.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { DatasetActions } from './dataset-actions.tsx';
import { EmbeddingChange } from './embedding-change.tsx';

/** What the pages of one data set have in common: its name, and the way between them. */
export function DatasetFrame({ dataset, children }: { readonly dataset: Dataset; readonly children: ReactNode }) {
  const { t, i18n } = useTranslation('knowledge');
  const { workspaceId, can } = useWorkspace();
  const navigate = useNavigate();
  const all = `/w/${workspaceId}/knowledge`;
  const own = `${all}/${dataset.id}`;
  return (
    <Frame
      name={dataset.name}
      state={<span className="quiet">{t(`formats.${dataset.format}`)} · {t('passagesHeld', { count: dataset.passages, amount: formatNumber(dataset.passages, i18n.language) })}</span>}
      back={{ label: t('back'), to: all }}
      tabs={[
        { label: t('tabs.documents'), to: own },
        ...(can('knowledge.search') ? [{ label: t('tabs.search'), to: `${own}/search` }] : []),
        { label: t('tabs.evaluation'), to: `${own}/evaluation`, hasPages: true },
        { label: t('tabs.statistics'), to: `${own}/statistics` },
      ]}
      tabsLabel={t('tabsLabel')}
      actions={can('knowledge.edit') && <DatasetActions dataset={dataset} onDeleted={() => void navigate(all)} />}
    >
      <EmbeddingChange dataset={dataset} />
      {children}
    </Frame>
  );
}
