import type { Passage, TableColumn } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '../../shared/status-tag.tsx';
import styles from './row.module.css';

interface RowCellsProps {
  readonly columns: readonly TableColumn[];
  readonly row: NonNullable<Passage['row']>;
  readonly fields: NonNullable<Passage['fields']>;
}

/** A row of a table, cell by cell; those that are not of their column's type are marked. */
export function RowCells({ columns, row, fields }: RowCellsProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: knowledge } = useTranslation('knowledge');
  return (
    <dl className={styles['cells']}>
      {columns.filter(({ name }) => row[name] !== undefined).map(({ name, type }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {row[name]}
            {fields[name] === undefined && <span title={t('unfiltered', { type: knowledge(`columnTypes.${type}`) })}><StatusTag kind="doubtful">{t('notOfType')}</StatusTag></span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
