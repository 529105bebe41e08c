import { CaretDownOutlined, CaretUpOutlined, CloseOutlined } from '@ant-design/icons';
import type { ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import controls from '../../../shared/controls.module.css';
import { emptyInput, type Param } from '../document/block-input.ts';
import type { Setting } from '../document/setting.ts';
import { freeName } from '../document/variables.ts';
import { useEditing, useSetting } from '../editing.ts';
import styles from './fields.module.css';
import { ProblemNotes, useIsWrong } from './problem-notes.tsx';
import { ValueField } from './value-field.tsx';

interface InputListProps {
  readonly setting: Setting<readonly Param[]>;
  /** Where problems of the entries are found, where that is not where the list stands. */
  readonly field?: string;
  /** What a new entry is called. */
  readonly stem?: string;
  readonly add?: string;
  /** What is shown of each: all, or those that the form does not show elsewhere. */
  readonly hidden?: ReadonlySet<string>;
  /** The type that each has; where absent each brings its own. */
  readonly type?: ValueType;
  readonly isReference?: boolean;
  /** Whether no more can be added. */
  readonly isFixed?: boolean;
}

/** Named values: added, named, given, put into another order, taken out. */
export function InputList({ setting, field = setting.field, stem = 'input', add, hidden, type, isReference = false, isFixed = false }: InputListProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [list, change] = useSetting(setting);
  const names = list.map(({ name = '' }) => name);
  const shown = list.flatMap((_, index) => (hidden?.has(names[index] ?? '') ? [] : [index]));
  const swap = (from: number, to: number | undefined): void => {
    const [one, other] = [list[from], list[to ?? -1]];
    if (one !== undefined && other !== undefined && to !== undefined) change(list.with(from, other).with(to, one));
  };
  return (
    <div className={styles['list']}>
      {shown.map((index, place) => (
        // Entries have no ids of their own.
        <Entry
          key={index}
          param={list[index] ?? {}}
          field={`${field}.${index}`}
          type={type}
          isReference={isReference}
          onChange={(param) => change(list.with(index, param))}
          onRemove={() => change(list.toSpliced(index, 1))}
          onUp={place === 0 ? undefined : () => swap(index, shown[place - 1])}
          onDown={place === shown.length - 1 ? undefined : () => swap(index, shown[place + 1])}
        />
      ))}
      <div className={controls['note']}><ProblemNotes field={field} /></div>
      {!isReadOnly && !isFixed && <AddButton label={add ?? t('addInput')} onAdd={() => change([...list, { name: freeName(names, stem), input: emptyInput(type ?? { kind: 'string' }) }])} />}
    </div>
  );
}

interface EntryProps {
  readonly param: Param;
  readonly field: string;
  readonly type: ValueType | undefined;
  readonly isReference: boolean;
  readonly onChange: (param: Param) => void;
  readonly onRemove: () => void;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

function Entry({ param, field, type, isReference, onChange, onRemove, onUp, onDown }: EntryProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const { name = '' } = param;
  const isInvalid = useIsWrong(field);
  return (
    <div className={styles['entry']} role="group" aria-label={name} data-field={field}>
      <input
        className={`${controls['control']} ${styles['entryName']}`}
        aria-label={t('name')}
        value={name}
        readOnly={isReadOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => onChange({ ...param, name: target.value })}
        onKeyDown={(event) => {
          const move = event.altKey ? { ArrowUp: onUp, ArrowDown: onDown }[event.key] : undefined;
          if (move === undefined) return;
          event.preventDefault();
          move();
        }}
      />
      <ValueField label={name || t('value')} value={param.input} type={type} isInvalid={isInvalid} isReference={isReference} onChange={(input) => onChange({ ...param, input })} />
      {!isReadOnly && <EntryButtons name={name} onUp={onUp} onDown={onDown} onRemove={onRemove} />}
      <div className={controls['note']}><ProblemNotes field={field} /></div>
    </div>
  );
}

interface EntryButtonsProps {
  readonly name: string;
  readonly onUp?: (() => void) | undefined;
  readonly onDown?: (() => void) | undefined;
  readonly onRemove: () => void;
}

/** Moves an entry of a list up or down, or takes it out. */
export function EntryButtons({ name, onUp, onDown, onRemove }: EntryButtonsProps) {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <span className={styles['buttons']}>
      {(onUp ?? onDown) && (
        <span className={styles['order']}>
          <button type="button" aria-label={t('up', { name })} title={t('up', { name })} disabled={!onUp} onClick={onUp}><CaretUpOutlined /></button>
          <button type="button" aria-label={t('down', { name })} title={t('down', { name })} disabled={!onDown} onClick={onDown}><CaretDownOutlined /></button>
        </span>
      )}
      <button type="button" aria-label={t('remove', { name })} title={t('remove', { name })} onClick={onRemove}><CloseOutlined /></button>
    </span>
  );
}
