import type { getUsage } from '@buckle/contract';
import { skipToken } from '@reduxjs/toolkit/query';
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestOf } from '../../api/endpoint.ts';
import { useGetUsageQuery } from '../../api/usage.ts';
import { formatDuration, formatMoney, formatNumber } from '../../shared/amounts.ts';
import { PagedTable } from '../../shared/paged-table.tsx';
import type { Named } from '../../shared/use-names.ts';
import type { UsageRow } from './series.ts';
import styles from './usage-page.module.css';

const groups = ['model', 'bot', 'day'] as const;

type Group = (typeof groups)[number];

interface UsageTableProps {
  readonly query: RequestOf<typeof getUsage>['query'];
  /** What is known already. */
  readonly days: readonly UsageRow[];
  readonly bots: readonly Named[];
  readonly models: readonly Named[];
}

/** The same numbers as a table: by model, by bot, or by day. */
export function UsageTable({ query, days, bots, models }: UsageTableProps) {
  const { t, i18n } = useTranslation('usage');
  const [group, setGroup] = useState<Group>('model');
  const other = useGetUsageQuery(group === 'day' ? skipToken : { query: { ...query, group_by: group } }, { refetchOnMountOrArgChange: true });
  // While another group is read, the one before must not stand there under its name.
  const rows = group === 'day' ? days.toReversed() : (other.currentData?.items.toSorted((one, two) => tokensOf(two) - tokensOf(one)) ?? []);
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <>
      <div className={styles['groups']}>
        <h2>{t('details')}</h2>
        <Radio.Group
          optionType="button"
        buttonStyle="solid"
          size="small"
          aria-label={t('groupBy')}
          value={group}
          options={groups.map((value) => ({ value, label: t(`groups.${value}`) }))}
          onChange={({ target }) => setGroup(target.value as Group)}
        />
      </div>
      <PagedTable<UsageRow>
        label={t('details')}
        list={{
          data: { pages: [{ items: rows }] },
          error: group === 'day' ? undefined : other.error,
          isFetching: group !== 'day' && other.isFetching,
          hasNextPage: false,
          fetchNextPage: () => undefined,
          refetch: other.refetch,
        }}
        keyOf={({ key }) => key}
        empty={t('nothing')}
        columns={[
          { key: 'key', title: t(`groups.${group}`), render: ({ key }) => <KeyName id={key} group={group} named={group === 'bot' ? bots : models} /> },
          { key: 'calls', title: t('calls'), render: ({ calls }) => number(calls) },
          { key: 'input', title: t('input'), render: ({ input_tokens: tokens }) => number(tokens) },
          { key: 'output', title: t('output'), render: ({ output_tokens: tokens }) => number(tokens) },
          { key: 'cost', title: t('cost'), render: ({ costs }) => costs.map(({ currency, amount }) => formatMoney(amount, currency, i18n.language)).join(' + ') || '–' },
          { key: 'latency', title: t('latency'), render: ({ latency }) => formatDuration(latency, i18n.language) },
        ]}
      />
    </>
  );
}

function KeyName({ id, group, named }: { readonly id: string; readonly group: Group; readonly named: readonly Named[] }) {
  const { t } = useTranslation('usage');
  if (group === 'day') return id;
  if (id === '') return <span className="quiet">{t('noBot')}</span>;
  if (id === 'offline') return t('builtIn');
  const name = named.find((each) => each.id === id)?.name;
  return name === undefined ? <span className="quiet">{t('deleted')} <code>{id}</code></span> : <span title={id}>{name}</span>;
}

function tokensOf({ input_tokens: input, output_tokens: output }: UsageRow): number {
  return input + output;
}
