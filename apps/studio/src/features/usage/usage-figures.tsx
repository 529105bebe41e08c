import { Radio, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetUsageQuery } from '../../api/usage.ts';
import { formatDuration, formatMoney, formatNumber, formatShort } from '../../shared/amounts.ts';
import { DayChart } from '../../shared/day-chart.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Figure, Figures } from '../../shared/figures.tsx';
import { Section } from '../../shared/page.tsx';
import { daysOf, type Period } from '../../shared/period.ts';
import type { Named } from '../../shared/use-names.ts';
import { columnsOf, currencyOf, type Measure, measuresOf, type UsageRow } from './series.ts';
import styles from './usage-page.module.css';
import { UsageTable } from './usage-table.tsx';

interface UsageFiguresProps {
  readonly workspaceId: string;
  readonly period: Period;
  readonly botId?: string;
  readonly modelId?: string;
  readonly bots: readonly Named[];
  readonly models: readonly Named[];
}

/** What was used in a period: in sum, day by day, and by what. */
export function UsageFigures({ workspaceId, period, botId, modelId, bots, models }: UsageFiguresProps) {
  const { t: common } = useTranslation();
  const query = {
    workspace_id: workspaceId,
    ...period,
    ...(botId !== undefined && { bot_id: botId }),
    ...(modelId !== undefined && { model_id: modelId }),
  };
  const { data, error, refetch } = useGetUsageQuery({ query: { ...query, group_by: 'day' } }, { refetchOnMountOrArgChange: true });
  if (error !== undefined) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spin aria-label={common('loading')} />;
  return (
    <>
      <Totals total={data.total} />
      <Days days={daysOf(period)} rows={data.items} total={data.total} />
      <UsageTable query={query} days={data.items} bots={bots} models={models} />
    </>
  );
}

function Totals({ total }: { readonly total: Omit<UsageRow, 'key'> }) {
  const { t, i18n } = useTranslation('usage');
  const short = (value: number) => formatShort(value, i18n.language);
  return (
    <Figures>
      <Figure name={t('calls')}>{formatNumber(total.calls, i18n.language)}</Figure>
      <Figure name={t('tokens')}>
        {short(total.input_tokens + total.output_tokens)}
        <small>{t('inAndOut', { input: short(total.input_tokens), output: short(total.output_tokens) })}</small>
      </Figure>
      <Figure name={t('cost')}>
        {total.costs.length === 0 ? '–' : total.costs.map(({ currency, amount }) => <div key={currency}>{formatMoney(amount, currency, i18n.language)}</div>)}
        {total.costs.length === 0 && <small>{t('noPrices')}</small>}
      </Figure>
      <Figure name={t('latency')}>{total.calls === 0 ? '–' : formatDuration(total.latency, i18n.language)}</Figure>
    </Figures>
  );
}

interface DaysProps {
  readonly days: readonly string[];
  readonly rows: readonly UsageRow[];
  readonly total: Omit<UsageRow, 'key'>;
}

function Days({ days, rows, total }: DaysProps) {
  const { t, i18n } = useTranslation('usage');
  const [chosen, setChosen] = useState<Measure>('tokens');
  const measures = measuresOf(total);
  // Of a currency that another period does not have there is nothing to show.
  const measure = measures.includes(chosen) ? chosen : 'tokens';
  const currency = currencyOf(measure);
  const nameOf = (each: Measure): string => {
    const paid = currencyOf(each);
    if (paid !== undefined) return total.costs.length > 1 ? t('costIn', { currency: paid }) : t('cost');
    return each === 'tokens' ? t('tokens') : t('calls');
  };
  return (
    <Section title={t('byDay')}>
      <Radio.Group
        className={styles['measure'] ?? ''}
        optionType="button"
        buttonStyle="solid"
        size="small"
        aria-label={t('measure')}
        value={measure}
        options={measures.map((value) => ({ value, label: nameOf(value) }))}
        onChange={({ target }) => setChosen(target.value as Measure)}
      />
      <DayChart
        label={t('chartLabel', { measure: nameOf(measure) })}
        columns={columnsOf(days, rows, measure)}
        legend={measure === 'tokens' ? [t('input'), t('output')] : [nameOf(measure)]}
        format={(value) => (currency === undefined ? formatShort(value, i18n.language) : formatMoney(value, currency, i18n.language))}
      />
    </Section>
  );
}
