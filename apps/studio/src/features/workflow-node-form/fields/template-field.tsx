import { type TemplateSlot, typeAt } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { SlotText, type TextPart } from '../../../shared/slot-text.tsx';
import { pathsIn } from '../document/references.ts';
import type { Setting } from '../document/setting.ts';
import { offerInSlot, partsOfTemplate, type SlotChoice } from '../document/template-text.ts';
import { useEditing, useSetting } from '../editing.ts';
import { Labelled } from './labelled.tsx';
import { useTypeLabel } from '../../workflow/index.ts';
import { useReferences } from './use-references.ts';

interface TemplateFieldProps {
  readonly setting: Setting<string>;
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly isCode?: boolean;
  /** What slots name: the inputs of the node, or straight what other nodes give. */
  readonly slots?: 'inputs' | 'anywhere';
}

/** A text with slots, which are offered while one is being written. */
export function TemplateField({ setting, label, isLabelHidden, hint, placeholder, rows = 2, isCode = false, slots = 'inputs' }: TemplateFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [value, change] = useSetting(setting);
  const { choices, isKnown } = useSlots(slots);
  const parts = partsOfTemplate(value, isKnown);
  const used = slots === 'anywhere' ? usedIn(parts, choices) : undefined;
  return (
    <Labelled label={label} isLabelHidden={isLabelHidden} hint={hint ?? used} field={setting.field}>
      {(attributes) => (
        <SlotText
          attributes={attributes}
          value={value}
          rows={rows}
          placeholder={isReadOnly ? undefined : (placeholder ?? t('templatePlaceholder', { braces: '{{' }))}
          isReadOnly={isReadOnly}
          isCode={isCode}
          parts={parts}
          offer={(text, caret) => offerInSlot(text, caret, choices)}
          offerLabel={t('values')}
          onChange={(text) => change(text)}
        />
      )}
    </Labelled>
  );
}

interface Slots {
  readonly choices: readonly SlotChoice[];
  readonly isKnown: (slot: TemplateSlot) => boolean;
}

function useSlots(kind: 'inputs' | 'anywhere'): Slots {
  const { graphNode, scope } = useEditing();
  const labelOf = useTypeLabel();
  const references = useReferences(undefined, '');
  const inputs = (graphNode?.inputs ?? []).map(({ name, value: { type } }) => ({ name, type, required: false }));
  const isKnown = (slot: TemplateSlot): boolean => {
    if (slot.slot === 'input') return inputs.some(({ name }) => name === slot.path[0]);
    if (slot.value.expression !== 'output') return true;
    const { node: id, path } = slot.value;
    return scope.some(({ node, fields }) => node.id === id && typeAt({ kind: 'object', fields }, path) !== undefined);
  };
  const choices =
    kind === 'anywhere'
      ? references.known.flatMap(({ options }) => options).map(({ slot, source, path, type }) => ({ text: slot, label: `${source} · ${path}`, note: labelOf(type) }))
      : pathsIn(inputs).map(({ path, type }) => ({ text: path, label: path, note: labelOf(type) }));
  return { choices, isKnown };
}

/** What the slots of a text name, in the words of the reader: their own are numbers. */
function usedIn(parts: readonly TextPart[], choices: readonly SlotChoice[]): string | undefined {
  const labels = parts.filter(({ kind }) => kind === 'known').map(({ text }) => choices.find((choice) => text.slice(2, -2).trim() === choice.text)?.label);
  const known = [...new Set(labels.filter((label) => label !== undefined))];
  return known.length === 0 ? undefined : known.join(', ');
}
