import type { ValueType } from '@buckle/canvas';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../shared/choice.tsx';
import controls from '../../../shared/controls.module.css';
import { literalText, readLiteral } from '../document/literal-text.ts';
import { useEditing } from '../editing.ts';
import styles from './fields.module.css';

interface LiteralControlProps {
  readonly label: string;
  readonly type: ValueType;
  readonly value: unknown;
  readonly words?: readonly string[] | undefined;
  readonly placeholder?: string | undefined;
  readonly onChange: (content: unknown) => void;
}

/** A value of a type, typed in. */
export function LiteralControl({ label, type, value, words, placeholder, onChange }: LiteralControlProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [typed, setTyped] = useState<string>();
  const choices = type.kind === 'boolean' ? ['true', 'false'] : words;
  const text = literalText(value);
  if (choices !== undefined) {
    const options = [...(choices.includes(text) ? [] : [text]), ...choices].map((word) => ({ value: word, label: word }));
    return <Choice label={label} value={text} options={options} isDisabled={isReadOnly} onChange={(word) => onChange(readLiteral(word, type))} />;
  }
  const shown = typed ?? text;
  const isWrong = shown.trim() !== '' && readLiteral(shown, type) === undefined;
  const isStructure = type.kind === 'list' || type.kind === 'object';
  const example = isStructure ? (type.kind === 'list' ? '["…"]' : '{"…": "…"}') : undefined;
  return (
    <span className={styles['literal']}>
      <textarea
        aria-label={label}
        aria-invalid={isWrong}
        rows={1}
        className={`${controls['control']} ${isStructure ? controls['code'] : ''}`}
        inputMode={type.kind === 'integer' || type.kind === 'float' ? 'decimal' : undefined}
        spellCheck={false}
        value={shown}
        placeholder={isReadOnly ? undefined : (placeholder ?? example ?? t('typeOrChoose'))}
        readOnly={isReadOnly}
        onChange={({ target }) => {
          setTyped(target.value);
          const content = readLiteral(target.value, type);
          if (content !== undefined) onChange(content);
          else if (target.value.trim() === '') onChange(null);
        }}
        onBlur={() => {
          if (!isWrong) setTyped(undefined);
        }}
      />
      {isWrong && <small role="alert" className={controls['problem']}>{isStructure ? t('faults.json') : t('faults.number')}</small>}
    </span>
  );
}
