import type { Passage, TableColumn } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '../../shared/status-tag.tsx';
import styles from './row.module.css';

interface RowCellsProps {
  readonly columns: readonly TableColumn[];
  readonly row: NonNullable<Passage['row']>;
  readonly misfits: NonNullable<Passage['misfits']>;
}

/** So many cells of a row are shown at first: wide tables would be a page a row. */
const SHOWN = 20;

/** A row of a table, cell by cell; those that are not of their column's type are marked. */
export function RowCells({ columns, row, misfits }: RowCellsProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: knowledge } = useTranslation('knowledge');
  const [isWhole, setIsWhole] = useState(false);
  const filled = columns.filter(({ name }) => row[name] !== undefined);
  const rest = filled.length - SHOWN;
  return (
    <>
      <dl className={styles['cells']}>
        {(isWhole ? filled : filled.slice(0, SHOWN)).map(({ name, type }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {row[name]}
              {misfits.includes(name) && <span title={t('unfiltered', { type: knowledge(`columnTypes.${type}`) })}><StatusTag kind="doubtful">{t('notOfType')}</StatusTag></span>}
            </dd>
          </div>
        ))}
      </dl>
      {rest > 0 && (
        <Button type="link" size="small" className={styles['rest']} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('fewerCells') : t('moreCells', { count: rest })}
        </Button>
      )}
    </>
  );
}
