import type { Passage, TableColumn } from '@buckle/contract';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../shared/controls.module.css';
import { EditorForm } from './editor-form.tsx';
import styles from './row.module.css';

type Row = NonNullable<Passage['row']>;

interface RowEditorProps {
  readonly columns: readonly TableColumn[];
  readonly row: Row;
  /** What is said when it is saved. */
  readonly done: string;
  /** Given the cells that were changed, empty where they are taken away. */
  readonly onSave: (changes: Row) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Where a row of a table is written, cell by cell. */
export function RowEditor({ columns, row, done, onSave, onClose }: RowEditorProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: knowledge } = useTranslation('knowledge');
  const [changes, setChanges] = useState<Row>({});
  const id = useId();
  const cells = { ...row, ...changes };
  const isSame = Object.entries(changes).every(([name, text]) => text.trim() === (row[name] ?? '')) || Object.values(cells).every((text) => text.trim() === '');
  return (
    <EditorForm isSame={isSame} done={done} onSave={() => onSave(changes)} onClose={onClose}>
      <section className={styles['fields']} aria-label={t('cells')}>
        {columns.map(({ name, type }, at) => (
          <div key={name} className={controls['field']}>
            <label htmlFor={`${id}-${at}`}>{name} <small className="quiet">{knowledge(`columnTypes.${type}`)}</small></label>
            <textarea id={`${id}-${at}`} className={controls['control']} rows={1} value={cells[name] ?? ''} maxLength={32_000} autoFocus={at === 0} onChange={({ target }) => setChanges({ ...changes, [name]: target.value })} />
          </div>
        ))}
      </section>
    </EditorForm>
  );
}
