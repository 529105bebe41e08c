import { Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../shared/page.tsx';
import { type Named, useBots, useModels } from '../../shared/use-names.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { FilesSection } from './files-section.tsx';
import { LimitsSection } from './limits-section.tsx';
import { lastDays, lengths } from '../../shared/period.ts';
import { RetentionSection } from './retention-section.tsx';
import { UsageFigures } from './usage-figures.tsx';
import styles from './usage-page.module.css';

/** A period is chosen by its length, or by its first and last day. */
type Choice = (typeof lengths)[number] | 'own';

/** What the workspace has used of its models, and what it may use. */
export function UsagePage() {
  const { t } = useTranslation('usage');
  const { workspaceId } = useWorkspace();
  return (
    <Page title={t('title')} text={t('text')}>
      <Usage key={workspaceId} workspaceId={workspaceId} />
      <LimitsSection workspaceId={workspaceId} />
      <RetentionSection workspaceId={workspaceId} />
      <FilesSection workspaceId={workspaceId} />
    </Page>
  );
}

function Usage({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation('usage');
  const [now] = useState(() => Date.now());
  const [choice, setChoice] = useState<Choice>(30);
  const [own, setOwn] = useState(() => lastDays(30, now));
  const [botId, setBotId] = useState<string>();
  const [modelId, setModelId] = useState<string>();
  const bots = useBots(workspaceId);
  const models = useModels(workspaceId);
  const period = choice === 'own' ? own : lastDays(choice, now);
  const change = (end: 'from' | 'to', day: string): void => {
    if (day !== '') setOwn({ ...own, [end]: day });
  };
  return (
    <>
      <div className={styles['filters']}>
        <Radio.Group
          optionType="button"
        buttonStyle="solid"
          aria-label={t('period')}
          value={choice}
          options={[...lengths.map((value) => ({ value: value as Choice, label: t('days', { count: value }) })), { value: 'own' as Choice, label: t('ownPeriod') }]}
          onChange={({ target }) => {
            const next = target.value as Choice;
            // Whoever sets days of their own begins with those that are shown.
            if (next === 'own') setOwn(period);
            setChoice(next);
          }}
        />
        {choice === 'own' && (
          <span className={styles['dates']}>
            <Input type="date" aria-label={t('from')} value={own.from} max={own.to} onChange={({ target }) => change('from', target.value)} />
            <span aria-hidden="true">–</span>
            <Input type="date" aria-label={t('to')} value={own.to} min={own.from} onChange={({ target }) => change('to', target.value)} />
          </span>
        )}
        <NameFilter label={t('bot')} all={t('allBots')} named={bots} value={botId} onChange={setBotId} />
        <NameFilter label={t('model')} all={t('allModels')} named={models} value={modelId} onChange={setModelId} />
      </div>
      <UsageFigures workspaceId={workspaceId} period={period} bots={bots} models={models} {...(botId !== undefined && { botId })} {...(modelId !== undefined && { modelId })} />
    </>
  );
}

interface NameFilterProps {
  readonly label: string;
  readonly all: string;
  readonly named: readonly Named[];
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}

function NameFilter({ label, all, named, value, onChange }: NameFilterProps) {
  return (
    <Select
      aria-label={label}
      allowClear
      className={styles['select'] ?? ''}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      placeholder={all}
      value={value}
      options={named.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id?: string) => onChange(id)}
    />
  );
}
