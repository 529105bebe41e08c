import { columnTypes, type RulesOf, type TableColumn } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import styles from './column-list.module.css';
import { useMisfitWords } from './column-words.ts';

interface ColumnListProps {
  readonly columns: readonly TableColumn[];
  /** The rules that the types are given in; absent where they are only shown. */
  readonly rules?: RulesOf<'rows'> | undefined;
  readonly onChange?: ((rules: RulesOf<'rows'>) => void) | undefined;
}

/** The columns of a table with their types, which can be changed where there are rules to change. */
export function ColumnList({ columns, rules, onChange }: ColumnListProps) {
  const { t } = useTranslation('knowledge');
  const misfitsOf = useMisfitWords();
  return (
    <ul className={styles['columns']} aria-label={t('columnsOf')}>
      {columns.map((column) => {
        const { name, type, given, searched } = column;
        const misfits = misfitsOf(column);
        return (
          <li key={name}>
            <span>{name}</span>
            {rules && onChange ? (
              <Choice
                label={t('typeOf', { name })}
                value={rules.types?.[name] ?? ''}
                options={[{ value: '', label: given ? t('typeFound') : t('typeFoundAs', { type: t(`columnTypes.${type}`) }) }, ...columnTypes.map((value) => ({ value, label: t(`columnTypes.${value}`) }))]}
                isDisabled={false}
                onChange={(chosen) => onChange(withType(rules, name, chosen))}
              />
            ) : (
              <span className="quiet">{t(`columnTypes.${type}`)}</span>
            )}
            {!searched && <small className="quiet">{t('notSearched')}</small>}
            {misfits !== undefined && <small className={styles['misfits']}>{misfits}</small>}
          </li>
        );
      })}
    </ul>
  );
}

/** Rules in which a column has a type, or none that is given. */
export function withType({ types = {}, ...rules }: RulesOf<'rows'>, name: string, type: TableColumn['type'] | ''): RulesOf<'rows'> {
  const { [name]: _before, ...others } = types;
  const changed = type === '' ? others : { ...others, [name]: type };
  return { ...rules, ...(Object.keys(changed).length > 0 && { types: changed }) };
}
