import { SearchOutlined } from '@ant-design/icons';
import type { Dataset } from '@buckle/contract';
import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListSearchFieldsQuery } from '../../api/knowledge.ts';
import { Check } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import { ConditionRows } from './condition-rows.tsx';
import { RerankField } from './rerank-field.tsx';
import styles from './search-form.module.css';
import { SearchSettings } from './search-settings.tsx';
import type { SearchValues } from './search-values.ts';

interface SearchFormProps {
  readonly initial: SearchValues;
  /** Whether passages can be found by their meaning. */
  readonly hasVectors: boolean;
  readonly dataset: Dataset;
  readonly isBusy: boolean;
  readonly onSearch: (values: SearchValues) => void;
}

/** What is asked, and how it is looked for. */
export function SearchForm({ initial, hasVectors, dataset, isBusy, onSearch }: SearchFormProps) {
  const { t } = useTranslation('knowledgeSearch');
  const { data: fields } = useListSearchFieldsQuery({ params: { dataset_id: dataset.id } }, { refetchOnMountOrArgChange: true });
  const [values, setValues] = useState(initial);
  const change = (changes: Partial<SearchValues>): void => setValues((known) => ({ ...known, ...changes }));
  const isEmpty = values.query.trim() === '';
  const search = (): void => {
    // What was kept of another question is none of this one.
    const query = values.query.trim();
    if (!isEmpty) onSearch({ ...values, query, kept: query === initial.query && !values.derive ? values.kept : [] });
  };
  const command = (event: KeyboardEvent): void => {
    // Where a word of Chinese is being composed, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    search();
  };
  return (
    <form
      className={styles['form']}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <div className={styles['question']}>
        <textarea className={controls['control']} rows={2} maxLength={8_000} aria-label={t('query')} placeholder={t('query')} title={t('queryHint')} value={values.query} autoFocus onChange={({ target }) => change({ query: target.value })} onKeyDown={command} />
        <Button type="primary" htmlType="submit" icon={<SearchOutlined aria-hidden />} loading={isBusy} disabled={isEmpty}>{t('search')}</Button>
      </div>
      <SearchSettings values={values} hasVectors={hasVectors} usualTopK={5} onChange={change} />
      <Check label={t('derive')} isOn={values.derive} isDisabled={false} onChange={(derive) => change({ derive })} />
      <details className={styles['advanced']} open={initial.conditions.length > 0 || initial.rerank !== '' || undefined}>
        <summary>{t('advanced')}</summary>
        <RerankField workspaceId={dataset.workspace_id} value={values.rerank} onChange={(rerank) => change({ rerank })} />
        <ConditionRows fields={fields?.items ?? []} conditions={values.conditions} onChange={(conditions) => change({ conditions })} />
      </details>
    </form>
  );
}
