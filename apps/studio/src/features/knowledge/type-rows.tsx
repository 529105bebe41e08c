import { DeleteOutlined } from '@ant-design/icons';
import { columnTypes, type RulesOf } from '@buckle/contract';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import { withType } from './column-list.tsx';
import styles from './column-list.module.css';

interface TypeRowsProps {
  readonly rules: RulesOf<'rows'>;
  readonly onChange: (rules: RulesOf<'rows'>) => void;
}

/** The types of columns that are given by their names, whether a table is at hand or not. */
export function TypeRows({ rules, onChange }: TypeRowsProps) {
  const { t } = useTranslation('knowledge');
  const [name, setName] = useState('');
  const id = useId();
  const options = columnTypes.map((value) => ({ value, label: t(`columnTypes.${value}`) }));
  const add = (): void => {
    onChange(withType(rules, name.trim(), 'text'));
    setName('');
  };
  return (
    <div className={controls['field']}>
      <label htmlFor={id}>{t('types')}</label>
      <div className={styles['given']}>
        {Object.entries(rules.types ?? {}).map(([column, type]) => (
          <div key={column}>
            <span>{column}</span>
            <Choice label={t('typeOf', { name: column })} value={type} options={options} isDisabled={false} onChange={(chosen) => onChange(withType(rules, column, chosen))} />
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('removeType', { name: column })} onClick={() => onChange(withType(rules, column, ''))} />
          </div>
        ))}
      </div>
      <div className={styles['given']}>
        <input id={id} className={controls['control']} value={name} maxLength={500} placeholder={t('columnName')} autoComplete="off" onChange={({ target }) => setName(target.value)} />
        <Button disabled={name.trim() === '' || Object.hasOwn(rules.types ?? {}, name.trim())} onClick={add}>{t('addType')}</Button>
      </div>
      <div className={`${controls['note']} quiet`}>{t('typesHint')}</div>
    </div>
  );
}
