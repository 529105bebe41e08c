import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditing } from './editing.ts';
import { ProblemText } from './field.tsx';
import styles from './fields.module.css';

interface GroupProps {
  readonly title: string;
  readonly text?: string;
  /** Shown beside the title: how many there are, or which is chosen. */
  readonly note?: string | number;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of the settings, which opens and closes. */
export function Group({ title, text, note, isOpen = false, children }: GroupProps) {
  return (
    <details className={styles['group']} open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {note !== undefined && <span className={styles['count']}>{note}</span>}
      </summary>
      <div className={styles['groupBody']}>
        {text !== undefined && <p className="quiet">{text}</p>}
        {children}
      </div>
    </details>
  );
}

interface EntriesProps<Entry> {
  readonly entries: readonly Entry[];
  /** Where problems of the whole list are found. */
  readonly path: string;
  readonly add: string;
  readonly blank: Entry;
  readonly nameOf: (entry: Entry, index: number) => string;
  readonly onChange: (entries: readonly Entry[]) => void;
  readonly children: (entry: Entry, change: (changes: Partial<Entry>) => void, index: number) => ReactNode;
}

/** A list of things that are added, edited in place and removed. */
export function Entries<Entry extends object>({ entries, path, add, blank, nameOf, onChange, children }: EntriesProps<Entry>) {
  const { isReadOnly } = useEditing();
  return (
    <>
      {entries.map((entry, index) => (
        // Entries have no ids of their own, and are not reordered.
        <div key={index} className={styles['entry']}>
          {!isReadOnly && <RemoveButton name={nameOf(entry, index)} onRemove={() => onChange(entries.toSpliced(index, 1))} />}
          {children(entry, (changes) => onChange(entries.with(index, { ...entry, ...changes })), index)}
        </div>
      ))}
      <ProblemText path={path} />
      {!isReadOnly && <AddButton label={add} onAdd={() => onChange([...entries, blank])} />}
    </>
  );
}

/** Adds an entry to a list. */
export function AddButton({ label, onAdd }: { readonly label: string; readonly onAdd: () => void }) {
  return (
    <Button size="small" icon={<PlusOutlined />} onClick={onAdd}>
      {label}
    </Button>
  );
}

/** Takes an entry out of a list. */
export function RemoveButton({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const { t } = useTranslation('botEditor');
  return <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('remove', { name })} onClick={onRemove} />;
}
