import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import controls from '../../../shared/controls.module.css';
import { movedBranches } from '../document/moved-branches.ts';
import type { Setting } from '../document/setting.ts';
import { useEditing, useSetting } from '../editing.ts';
import styles from './fields.module.css';
import { EntryButtons } from './input-list.tsx';
import { ProblemNotes } from './problem-notes.tsx';

interface NamesFieldProps {
  readonly setting: Setting<readonly { readonly name?: string }[]>;
  readonly add: string;
  readonly labelOf: (number: number) => string;
  readonly placeholder?: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Things that are but a text each, and at each of which the node goes on: options, intents. */
export function NamesField({ setting, add, labelOf, placeholder }: NamesFieldProps) {
  const { isReadOnly } = useEditing();
  const { t } = useTranslation('workflowNodeForm');
  const [list, change] = useSetting(setting);
  const move = (from: number, to: number): void => {
    const entry = list[from];
    if (entry !== undefined) change(list.toSpliced(from, 1).toSpliced(to, 0, entry), movedBranches(list.length, from, to));
  };
  return (
    <>
      {list.map((entry, index) => (
        // They have no ids of their own.
        <div key={index} className={styles['line']}>
          <span className={styles['letter']} aria-hidden>{LETTERS[index] ?? index + 1}</span>
          <input
            className={controls['control']}
            aria-label={labelOf(index + 1)}
            placeholder={placeholder ?? labelOf(index + 1)}
            value={entry.name ?? ''}
            readOnly={isReadOnly}
            onChange={({ target }) => change(list.with(index, { ...entry, name: target.value }))}
          />
          {!isReadOnly && (
            <EntryButtons
              name={entry.name || labelOf(index + 1)}
              onUp={index === 0 ? undefined : () => move(index, index - 1)}
              onDown={index === list.length - 1 ? undefined : () => move(index, index + 1)}
              onRemove={() => change(list.toSpliced(index, 1), movedBranches(list.length, index))}
            />
          )}
        </div>
      ))}
      <p className="quiet">{t('otherwiseNone')}</p>
      <div className={controls['note']}><ProblemNotes field={setting.field} /></div>
      {!isReadOnly && <AddButton label={add} onAdd={() => change([...list, { name: '' }])} />}
    </>
  );
}
