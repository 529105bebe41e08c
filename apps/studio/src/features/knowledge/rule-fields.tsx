import type { RulesOf, TextRules } from '@buckle/contract';
import { Input, InputNumber, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Check } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import styles from './splitting-fields.module.css';
import { shownSeparator, typedSeparator } from './splitting-rules.ts';
import { TypeRows } from './type-rows.tsx';

interface RuleFieldsProps<Rules extends TextRules = TextRules> {
  readonly rules: Rules;
  readonly onChange: (rules: TextRules) => void;
}

/** The numbers of a way of cutting. */
export function RuleFields({ rules, onChange }: RuleFieldsProps) {
  const { t } = useTranslation('knowledge');
  switch (rules.mode) {
    case 'automatic':
      return <><Lengths rules={rules} onChange={onChange} /><p className="quiet">{t('tokensHint')}</p></>;
    case 'custom':
      return <Custom rules={rules} onChange={onChange} />;
    case 'hierarchy':
      return (
        <>
          <div className={styles['row']}>
            <NumberField label={t('levels')} value={rules.levels} min={1} max={6} onChange={(levels) => onChange({ ...rules, levels })} />
            <NumberField label={t('maxTokens')} value={rules.max_tokens} min={20} max={8_000} onChange={(tokens) => onChange({ ...rules, max_tokens: tokens })} />
          </div>
          <p className="quiet">{t('tokensHint')}</p>
        </>
      );
    case 'parent_child':
      return (
        <>
          <div className={styles['row']}>
            <NumberField label={t('parentTokens')} value={rules.parent_max_tokens} min={20} max={8_000} onChange={(tokens) => onChange({ ...rules, parent_max_tokens: tokens })} />
            <NumberField label={t('childTokens')} value={rules.child_max_tokens} min={20} max={8_000} onChange={(tokens) => onChange({ ...rules, child_max_tokens: tokens })} />
          </div>
          <p className="quiet">{t('tokensHint')}</p>
        </>
      );
    case 'rows':
      return <Rows rules={rules} onChange={onChange} />;
  }
}

/** How long a passage may be, and what it repeats. */
function Lengths({ rules, onChange }: RuleFieldsProps<RulesOf<'automatic'> | RulesOf<'custom'>>) {
  const { t } = useTranslation('knowledge');
  return (
    <div className={styles['row']}>
      <NumberField label={t('maxTokens')} value={rules.max_tokens} min={20} max={8_000} onChange={(tokens) => onChange({ ...rules, max_tokens: tokens })} />
      <NumberField label={t('overlap')} value={rules.overlap} min={0} max={2_000} onChange={(overlap) => onChange({ ...rules, overlap })} />
    </div>
  );
}

function Custom({ rules, onChange }: RuleFieldsProps<RulesOf<'custom'>>) {
  const { t } = useTranslation('knowledge');
  return (
    <>
      <Labelled label={t('separator')} hint={t('separatorHint')}>
        {(id) => <Input id={id} value={shownSeparator(rules.separator)} maxLength={100} spellCheck={false} onChange={({ target }) => onChange({ ...rules, separator: typedSeparator(target.value) })} />}
      </Labelled>
      <Lengths rules={rules} onChange={onChange} />
      <p className="quiet">{t('tokensHint')}</p>
      <Check label={t('removeSpaces')} isOn={rules.remove_extra_spaces} isDisabled={false} onChange={(isOn) => onChange({ ...rules, remove_extra_spaces: isOn })} />
      <Check label={t('removeAddresses')} isOn={rules.remove_urls_emails} isDisabled={false} onChange={(isOn) => onChange({ ...rules, remove_urls_emails: isOn })} />
    </>
  );
}

function Rows({ rules, onChange }: RuleFieldsProps<RulesOf<'rows'>>) {
  const { t } = useTranslation('knowledge');
  const { sheet, first_row: firstRow, columns, indexed } = rules;
  const change = (changes: Typed): void => onChange(rulesFrom({ ...rules, ...changes }));
  return (
    <>
      <Labelled label={t('sheet')} hint={t('sheetHint')}>
        {(id) => <Input id={id} value={sheet ?? ''} maxLength={100} onChange={({ target }) => change({ sheet: target.value })} />}
      </Labelled>
      <div className={styles['row']}>
        <NumberField label={t('headerRow')} value={rules.header_row} min={1} max={1_000} onChange={(row) => change({ header_row: row })} />
        <NumberField label={t('firstRow')} hint={t('firstRowHint')} value={firstRow} min={2} max={10_000} onChange={(row) => change({ first_row: row })} onClear={() => change({ first_row: undefined })} />
      </div>
      <Names label={t('columns')} value={columns} onChange={(names) => change({ columns: names })} />
      <Names label={t('indexed')} value={indexed} onChange={(names) => change({ indexed: names })} />
      <TypeRows rules={rules} onChange={onChange} />
    </>
  );
}

/** What is typed of the rules of rows; what is empty there is absent in them. */
type Typed = { readonly [Key in keyof RulesOf<'rows'>]?: RulesOf<'rows'>[Key] | undefined };

function rulesFrom({ header_row: headerRow = 1, sheet = '', first_row: firstRow, columns = [], indexed = [], types }: Typed): RulesOf<'rows'> {
  return {
    mode: 'rows',
    header_row: headerRow,
    ...(sheet !== '' && { sheet }),
    ...(firstRow !== undefined && { first_row: firstRow }),
    ...(columns.length > 0 && { columns }),
    ...(indexed.length > 0 && { indexed }),
    ...(types && { types }),
  };
}

/** Names of columns; none are all of them. */
function Names({ label, value = [], onChange }: { readonly label: string; readonly value: readonly string[] | undefined; readonly onChange: (names: string[]) => void }) {
  const { t } = useTranslation('knowledge');
  return (
    <Labelled label={label}>
      {(id) => <Select id={id} mode="tags" className={styles['number'] ?? ''} open={false} suffixIcon={null} tokenSeparators={[',', '，']} placeholder={t('allColumns')} value={[...value]} onChange={onChange} />}
    </Labelled>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  /** Absent where there must be one. */
  readonly onClear?: () => void;
}

function NumberField({ label, hint, value, min, max, onChange, onClear }: NumberFieldProps) {
  return (
    <Labelled label={label} {...(hint !== undefined && { hint })}>
      {(id) => (
        <InputNumber<number>
          id={id}
          className={styles['number'] ?? ''}
          value={value ?? null}
          min={min}
          max={max}
          precision={0}
          controls={false}
          onChange={(typed) => {
            if (typed !== null) onChange(typed);
            else onClear?.();
          }}
        />
      )}
    </Labelled>
  );
}

function Labelled({ label, hint, children }: { readonly label: string; readonly hint?: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={controls['field']}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint !== undefined && <div className={`${controls['note']} quiet`}>{hint}</div>}
    </div>
  );
}
