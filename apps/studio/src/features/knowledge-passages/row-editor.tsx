import type { Passage, TableColumn } from '@buckle/contract';
import { Button } from 'antd';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../shared/controls.module.css';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './passages-page.module.css';
import rowStyles from './row.module.css';

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
  const { t: common } = useTranslation();
  const { t: knowledge } = useTranslation('knowledge');
  const [changes, setChanges] = useState<Row>({});
  const [isSaving, setIsSaving] = useState(false);
  const attempt = useAttempt();
  const id = useId();
  const cells = { ...row, ...changes };
  const isSame = Object.entries(changes).every(([name, text]) => text.trim() === (row[name] ?? '')) || Object.values(cells).every((text) => text.trim() === '');
  const save = async (): Promise<void> => {
    setIsSaving(true);
    if (await attempt(onSave(changes), done)) onClose();
    else setIsSaving(false);
  };
  const command = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isSame && !isSaving) void save();
  };
  return (
    <div className={styles['editor']} onKeyDown={command}>
      <section className={rowStyles['fields']} aria-label={t('cells')}>
        {columns.map(({ name, type }, at) => (
          <div key={name} className={controls['field']}>
            <label htmlFor={`${id}-${at}`}>{name} <small className="quiet">{knowledge(`columnTypes.${type}`)}</small></label>
            <textarea id={`${id}-${at}`} className={controls['control']} rows={1} value={cells[name] ?? ''} maxLength={32_000} autoFocus={at === 0} onChange={({ target }) => setChanges({ ...changes, [name]: target.value })} />
          </div>
        ))}
      </section>
      <div>
        <Button size="small" type="primary" loading={isSaving} disabled={isSame} onClick={() => void save()}>{common('save')}</Button>
        <Button size="small" onClick={onClose}>{common('cancel')}</Button>
        <p className="quiet">{t('keys')}</p>
      </div>
    </div>
  );
}
