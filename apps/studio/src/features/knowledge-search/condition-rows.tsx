import { DeleteOutlined } from '@ant-design/icons';
import type { SearchField } from '@buckle/contract';
import { Button, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../shared/add-button.tsx';
import { Choice } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import styles from './search-form.module.css';
import { type Condition, emptyCondition } from './search-values.ts';

interface ConditionRowsProps {
  /** Those that there are, to be chosen from. */
  readonly fields: readonly SearchField[];
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

/** The conditions on fields that a search is limited by. */
export function ConditionRows({ fields, conditions, onChange }: ConditionRowsProps) {
  const { t } = useTranslation('knowledgeSearch');
  return (
    <fieldset className={styles['conditions']}>
      <legend>{t('filter')}</legend>
      <p className="quiet">{t('filterText')}</p>
      {conditions.map((condition, at) => (
        <ConditionRow
          // They hold all that they show, so that their place tells them apart.
          key={at}
          number={at + 1}
          condition={condition}
          fields={fields}
          onChange={(changes) => onChange(conditions.map((each, index) => (index === at ? { ...each, ...changes } : each)))}
          onRemove={() => onChange(conditions.filter((_each, index) => index !== at))}
        />
      ))}
      {conditions.length < 20 && <AddButton label={t('addCondition')} onAdd={() => onChange([...conditions, emptyCondition])} />}
    </fieldset>
  );
}

interface ConditionRowProps {
  readonly number: number;
  readonly condition: Condition;
  readonly fields: readonly SearchField[];
  readonly onChange: (changes: Partial<Condition>) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ number, condition: { field, kind, values, from, to }, fields, onChange, onRemove }: ConditionRowProps) {
  const { t } = useTranslation('knowledgeSearch');
  const label = (what: string): string => t('of', { what, number });
  const id = useId();
  const known = fields.find((each) => each.field === field.trim());
  const options = (known?.values ?? []).map((value) => ({ value: String(value), label: typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value) }));
  const bound = known?.type === 'date' ? 'date' : 'text';
  return (
    <div className={styles['condition']}>
      <input className={controls['control']} aria-label={label(t('field'))} placeholder={t('field')} value={field} maxLength={500} list={id} autoComplete="off" onChange={({ target }) => onChange(withField(target.value, kind, fields))} />
      <datalist id={id}>{fields.map((each) => <option key={each.field} value={each.field} />)}</datalist>
      <Choice label={label(t('condition'))} value={kind} options={(['in', 'range'] as const).map((value) => ({ value, label: t(`conditions.${value}`) }))} isDisabled={false} onChange={(chosen) => onChange({ kind: chosen })} />
      {kind === 'in' ? (
        <Select aria-label={label(t('values'))} mode="tags" {...(options.length === 0 && { open: false, suffixIcon: null })} options={options} tokenSeparators={[',', '，']} placeholder={t('values')} value={[...values]} onChange={(typed: string[]) => onChange({ values: typed })} />
      ) : (
        <div className={styles['range']}>
          <input type={bound} className={controls['control']} aria-label={label(t('from'))} placeholder={t('from')} value={from} maxLength={1_000} onChange={({ target }) => onChange({ from: target.value })} />
          <input type={bound} className={controls['control']} aria-label={label(t('to'))} placeholder={t('to')} value={to} maxLength={1_000} onChange={({ target }) => onChange({ to: target.value })} />
        </div>
      )}
      <Button type="text" icon={<DeleteOutlined />} aria-label={label(t('removeCondition'))} onClick={onRemove} />
    </div>
  );
}

/** What changes with the field: numbers and dates are mostly limited by bounds. */
function withField(field: string, kind: Condition['kind'], fields: readonly SearchField[]): Partial<Condition> {
  const type = fields.find((each) => each.field === field.trim())?.type;
  if (type === undefined) return { field };
  return { field, kind: type === 'number' || type === 'date' ? 'range' : type === 'boolean' ? 'in' : kind };
}
