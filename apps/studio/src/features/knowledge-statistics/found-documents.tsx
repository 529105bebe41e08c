import type { Dataset, DocumentOrder } from '@buckle/contract';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useListDocumentsInfiniteQuery } from '../../api/knowledge.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { Section } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './found-documents.module.css';

type Order = Exclude<DocumentOrder, 'newest'>;

const orders: readonly Order[] = ['most_found', 'least_found'];

/** The documents of a data set by how often they were found, since they were added. */
export function FoundDocuments({ dataset }: { readonly dataset: Dataset }) {
  const { t, i18n } = useTranslation('knowledgeStatistics');
  const { workspaceId } = useWorkspace();
  const [order, setOrder] = useState<Order>('most_found');
  const list = useListDocumentsInfiniteQuery({ params: { dataset_id: dataset.id }, query: { order, page_size: 20 } }, { refetchOnMountOrArgChange: true });
  return (
    <Section title={t('documents')} text={t('documentsText')}>
      <Radio.Group
        className={styles['order'] ?? ''}
        optionType="button"
        buttonStyle="solid"
        size="small"
        aria-label={t('order')}
        value={order}
        options={orders.map((value) => ({ value, label: t(`orders.${value}`) }))}
        onChange={({ target }) => setOrder(target.value as Order)}
      />
      <PagedTable
        label={t('documents')}
        list={list}
        keyOf={({ id }) => id}
        empty={t('noDocuments')}
        columns={[
          { key: 'document', title: t('document'), isHeading: true, render: ({ id, name }) => <Link to={`/w/${workspaceId}/knowledge/${dataset.id}/documents/${id}`}>{name}</Link> },
          { key: 'hits', title: t('found'), render: ({ hits }) => (hits === 0 ? <span className="quiet">{t('never')}</span> : t('times', { count: hits, amount: formatNumber(hits, i18n.language) })) },
          { key: 'passages', title: t('passages'), render: ({ passages }) => formatNumber(passages, i18n.language) },
          { key: 'changed', title: t('changed'), render: ({ updated_at: at }) => <Time seconds={at} /> },
        ]}
      />
    </Section>
  );
}
