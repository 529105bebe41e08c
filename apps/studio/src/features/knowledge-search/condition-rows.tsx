import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../shared/add-button.tsx';
import { Choice } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import styles from './search-form.module.css';
import { type Condition, emptyCondition } from './search-values.ts';

interface ConditionRowsProps {
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

/** The conditions on fields that a search is limited by. */
export function ConditionRows({ conditions, onChange }: ConditionRowsProps) {
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
  readonly onChange: (changes: Partial<Condition>) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ number, condition: { field, kind, values, from, to }, onChange, onRemove }: ConditionRowProps) {
  const { t } = useTranslation('knowledgeSearch');
  const label = (what: string): string => t('of', { what, number });
  return (
    <div className={styles['condition']}>
      <input className={controls['control']} aria-label={label(t('field'))} placeholder={t('field')} value={field} maxLength={100} onChange={({ target }) => onChange({ field: target.value })} />
      <Choice label={label(t('condition'))} value={kind} options={(['in', 'range'] as const).map((value) => ({ value, label: t(`conditions.${value}`) }))} isDisabled={false} onChange={(chosen) => onChange({ kind: chosen })} />
      {kind === 'in' ? (
        <Select aria-label={label(t('values'))} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，']} placeholder={t('values')} value={[...values]} onChange={(typed: string[]) => onChange({ values: typed })} />
      ) : (
        <div className={styles['range']}>
          <input className={controls['control']} aria-label={label(t('from'))} placeholder={t('from')} value={from} maxLength={1_000} onChange={({ target }) => onChange({ from: target.value })} />
          <input className={controls['control']} aria-label={label(t('to'))} placeholder={t('to')} value={to} maxLength={1_000} onChange={({ target }) => onChange({ to: target.value })} />
        </div>
      )}
      <Button type="text" icon={<DeleteOutlined />} aria-label={label(t('removeCondition'))} onClick={onRemove} />
    </div>
  );
}
