import { useTranslation } from 'react-i18next';
import { SlotText, type TextOffer } from '../../shared/slot-text.tsx';
import { useEditing } from './editing.ts';
import { Field } from './field.tsx';
import { openName, partsOfPrompt } from './prompt-text.ts';

interface PromptFieldProps {
  readonly label: string;
  readonly path: string;
  readonly value: string;
  readonly rows: number;
  readonly placeholder?: string;
  readonly onChange: (text: string) => void;
}

/** A field for a prompt: `{{variables}}` are marked, and offered while one is being written. */
export function PromptField({ label, path, value, rows, placeholder, onChange }: PromptFieldProps) {
  const { t } = useTranslation('botEditor');
  const { edited, isReadOnly } = useEditing();
  const known = edited.variables.map(({ keyword }) => keyword).filter((keyword) => keyword !== '');
  const parts = partsOfPrompt(value, new Set(known));
  const unknown = [...new Set(parts.filter(({ kind }) => kind === 'unknown').map(({ text }) => text))];
  const offer = (text: string, caret: number): TextOffer | undefined => {
    const open = openName(text, caret);
    if (open === undefined) return undefined;
    const fitting = known.filter((keyword) => keyword.startsWith(open.typed) && keyword !== open.typed);
    return { from: open.from, to: open.to, choices: fitting.map((keyword) => ({ text: `${keyword}}}`, label: keyword })) };
  };
  return (
    <Field label={label} path={path} {...(unknown.length === 0 ? {} : { hint: t('promptUnknown', { names: unknown.join(', ') }) })}>
      {(attributes) => (
        <SlotText
          attributes={attributes}
          value={value}
          rows={rows}
          placeholder={placeholder}
          isReadOnly={isReadOnly}
          parts={parts}
          offer={offer}
          offerLabel={t('promptVariables')}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
