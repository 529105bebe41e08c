import type { ValueType } from '@buckle/canvas';
import type { BlockInput } from '../document/block-input.ts';
import type { Setting } from '../document/setting.ts';
import { useSetting } from '../editing.ts';
import { Labelled } from './labelled.tsx';
import { ValueField } from './value-field.tsx';

interface InputFieldProps {
  readonly setting: Setting<BlockInput | undefined>;
  readonly label: string;
  readonly hint?: string;
  readonly type: ValueType;
  readonly isReference?: boolean;
}

/** One value of the node, typed in or referred to. */
export function InputField({ setting, label, hint, type, isReference = false }: InputFieldProps) {
  const [value, change] = useSetting(setting);
  return (
    <Labelled label={label} hint={hint} field={setting.field}>
      {(attributes) => <ValueField label={label} value={value} type={type} isReference={isReference} isInvalid={attributes['aria-invalid']} onChange={(input) => change(input)} />}
    </Labelled>
  );
}
