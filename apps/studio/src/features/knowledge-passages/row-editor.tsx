import type { TableColumn } from '@buckle/contract';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../shared/controls.module.css';
import { EditorForm } from './editor-form.tsx';
import styles from './row.module.css';
import type { Parts, ReadText, TextPort } from './save-text.ts';

interface RowEditorProps {
  readonly columns: readonly TableColumn[];
  readonly row: ReadText;
  readonly port: TextPort;
  /** What is said when it is saved. */
  readonly done: string;
  readonly onClose: () => void;
}

/** Where a row of a table is written, cell by cell. */
export function RowEditor({ columns, row, port, done, onClose }: RowEditorProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: knowledge } = useTranslation('knowledge');
  // It may be read anew beside this.
  const [base] = useState(row);
  const [typed, setTyped] = useState<Parts>({});
  const id = useId();
  const cells = { ...base.parts, ...typed };
  const changes = Object.fromEntries(Object.entries(typed).filter(([name, text]) => text.trim() !== (base.parts[name] ?? '')));
  const isSame = Object.keys(changes).length === 0 || Object.values(cells).every((text) => text.trim() === '');
  return (
    <EditorForm label={t('cells')} base={base} changes={changes} isSame={isSame} port={port} done={done} onClose={onClose}>
      <section className={styles['fields']} aria-label={t('cells')}>
        {columns.map(({ name, type }, at) => (
          <div key={name} className={controls['field']}>
            <label htmlFor={`${id}-${at}`}>{name} <small className="quiet">{knowledge(`columnTypes.${type}`)}</small></label>
            <textarea id={`${id}-${at}`} className={controls['control']} rows={1} value={cells[name] ?? ''} maxLength={32_000} autoFocus={at === 0} onChange={({ target }) => setTyped({ ...typed, [name]: target.value })} />
          </div>
        ))}
      </section>
    </EditorForm>
  );
}
