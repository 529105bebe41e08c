import { useTranslation } from 'react-i18next';
import { emptyLiteral, type Param } from '../document/block-input.ts';
import type { Setting } from '../document/setting.ts';
import { useSetting } from '../editing.ts';
import type { KnownInput } from '../settings/conversation.ts';
import { valueOf, withValue } from '../settings/http.ts';
import { Labelled } from './labelled.tsx';
import { TypeTag } from './type-tag.tsx';
import { ValueField } from './value-field.tsx';

interface KnownInputsProps {
  readonly setting: Setting<readonly Param[]>;
  readonly inputs: readonly KnownInput[];
  /** What they are called, where that is not their name. */
  readonly labelOf?: (name: string) => string;
  readonly field?: string;
}

/** The inputs that a node always has, each with its type. */
export function KnownInputs({ setting, inputs, labelOf = (name) => name, field = setting.field }: KnownInputsProps) {
  const { t } = useTranslation('workflowNodeForm');
  const [list, change] = useSetting(setting);
  return inputs.map(({ name, type, isRequired = false, words, description }) => {
    const index = list.findIndex((param) => param.name === name);
    // What is not there yet has its problems where the next would stand.
    const place = `${field}.${index === -1 ? `-${name}` : index}`;
    const label = labelOf(name);
    return (
      <Labelled key={name} label={isRequired ? `${label} *` : label} field={place} hint={description} note={<TypeTag type={type} />}>
        {(attributes) => (
          <ValueField
            label={label}
            value={valueOf(list, name)}
            type={type}
            words={words}
            isInvalid={attributes['aria-invalid']}
            placeholder={isRequired ? undefined : t('optional')}
            onChange={(input) => change(isEmpty(input) && !isRequired ? list.filter((param) => param.name !== name) : withValue(list, name, input))}
          />
        )}
      </Labelled>
    );
  });

  function isEmpty(input: unknown): boolean {
    return inputs.some(({ type }) => type.kind !== 'boolean' && JSON.stringify(emptyLiteral(type)) === JSON.stringify(input));
  }
}
