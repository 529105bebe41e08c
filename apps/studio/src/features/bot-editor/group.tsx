import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../shared/add-button.tsx';
import { Group } from '../../shared/group.tsx';
import { useEditing } from './editing.ts';
import { ProblemText } from './field.tsx';
import styles from './fields.module.css';

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

/** Takes an entry out of a list. */
export function RemoveButton({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const { t } = useTranslation('botEditor');
  return <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('remove', { name })} onClick={onRemove} />;
}

/** A group of what only prompt and model use: it says that it rests while a chatflow answers. */
export function PromptGroup(props: ComponentProps<typeof Group>) {
  const { t } = useTranslation('botEditor');
  const { edited } = useEditing();
  return <Group {...props} {...(edited.answeredBy === 'chatflow' && { note: t('rests') })} />;
}
