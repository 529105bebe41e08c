import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Check, Choice } from '../../../shared/choice.tsx';
import controls from '../../../shared/controls.module.css';
import type { Setting } from '../document/setting.ts';
import { useEditing, useSetting } from '../editing.ts';
import { Labelled } from './labelled.tsx';

interface FieldProps<Value> {
  readonly setting: Setting<Value>;
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly hint?: string;
}

interface TextFieldProps extends FieldProps<string> {
  readonly placeholder?: string;
  /** More than one makes room for a text. */
  readonly rows?: number;
}

/** A plain text of the node. */
export function TextField({ setting, label, isLabelHidden, hint, placeholder, rows = 1 }: TextFieldProps) {
  const { isReadOnly } = useEditing();
  const [value, change] = useSetting(setting);
  return (
    <Labelled label={label} isLabelHidden={isLabelHidden} hint={hint} field={setting.field}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={rows}
          className={controls['control']}
          value={value}
          placeholder={placeholder}
          readOnly={isReadOnly}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Labelled>
  );
}

interface NumberFieldProps extends FieldProps<number | undefined> {
  readonly min?: number;
  readonly max?: number;
  readonly isWhole?: boolean;
  readonly placeholder?: string;
  /** Whether 0 means that there is no limit, which is shown as nothing. */
  readonly isZeroNone?: boolean;
  /** How many of the document's units the shown one has: 1000 shows milliseconds as seconds. */
  readonly unit?: number;
}

/** A number of the node; empty where it has none. */
export function NumberField({ setting, label, hint, min = 0, max = Number.MAX_SAFE_INTEGER, isWhole = true, placeholder, unit = 1, isZeroNone = false }: NumberFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [value, change] = useSetting(setting);
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (value === undefined || (isZeroNone && value === 0) ? '' : String(value / unit));
  const read = (text: string): number | undefined => {
    const number = Number(text);
    return text.trim() !== '' && Number.isFinite(number) && number >= min && number <= max && (!isWhole || Number.isInteger(number * unit)) ? number : undefined;
  };
  const isWrong = shown.trim() !== '' && read(shown) === undefined;
  const fault = max === Number.MAX_SAFE_INTEGER ? t('faults.least', { from: min }) : t('faults.between', { from: min, to: max });
  return (
    <Labelled label={label} hint={hint} field={setting.field} fault={isWrong ? fault : undefined}>
      {(attributes) => (
        <input
          {...attributes}
          className={controls['control']}
          inputMode="decimal"
          autoComplete="off"
          value={shown}
          placeholder={placeholder}
          readOnly={isReadOnly}
          onChange={({ target }) => {
            setTyped(target.value);
            const number = read(target.value);
            if (number !== undefined || target.value.trim() === '') change(number === undefined ? (isZeroNone ? 0 : undefined) : number * unit);
          }}
          onBlur={() => {
            if (!isWrong) setTyped(undefined);
          }}
        />
      )}
    </Labelled>
  );
}

interface ChoiceFieldProps<Value extends string> extends FieldProps<Value> {
  readonly options: readonly { readonly value: Value; readonly label: string }[];
}

/** One of a few words of the node. */
export function ChoiceField<Value extends string>({ setting, label, isLabelHidden, hint, options }: ChoiceFieldProps<Value>) {
  const { isReadOnly } = useEditing();
  const [value, change] = useSetting(setting);
  return (
    <Labelled label={label} isLabelHidden={isLabelHidden} hint={hint} field={setting.field}>
      {({ id }) => <Choice id={id} value={value} options={options} isDisabled={isReadOnly} onChange={(chosen) => change(chosen)} />}
    </Labelled>
  );
}

/** A yes or no of the node. */
export function CheckField({ setting, label }: FieldProps<boolean>) {
  const { isReadOnly } = useEditing();
  const [value, change] = useSetting(setting);
  return <Check label={label} isOn={value} isDisabled={isReadOnly} onChange={(isOn) => change(isOn)} />;
}
