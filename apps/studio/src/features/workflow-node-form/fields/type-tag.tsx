import type { ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { typeOfWord, typeWord, useTypeLabel } from '../../workflow/index.ts';
import styles from './fields.module.css';

/** The type of a value, as a mark beside it. */
export function TypeTag({ type }: { readonly type: ValueType }) {
  const label = useTypeLabel();
  return <span className={styles['type']}>{label(type)}</span>;
}

const plain = ['string', 'integer', 'float', 'boolean', 'object'] as const;
const files = ['file', 'image', 'audio', 'video', 'doc', 'excel', 'ppt', 'txt', 'code', 'zip', 'svg', 'voice'] as const;
const listed = [...plain, 'file', 'image'] as const;

interface TypeChoiceProps {
  readonly label: string;
  readonly type: ValueType;
  readonly isDisabled: boolean;
  readonly onChange: (type: ValueType) => void;
}

/** Which type a value has. One that is not listed stays until another is chosen. */
export function TypeChoice({ label, type, isDisabled, onChange }: TypeChoiceProps) {
  const { t } = useTranslation('workflowNodeForm');
  const labelOf = useTypeLabel();
  const word = typeWord(type) ?? 'other';
  const option = (name: string) => <option key={name} value={name}>{labelOf(typeOfWord(name))}</option>;
  const known = [...plain, 'time', ...files, ...listed.map((name) => `list<${name}>`)];
  return (
    <select className={styles['typeChoice']} aria-label={label} value={word} disabled={isDisabled} onChange={({ target }) => onChange(typeOfWord(target.value))}>
      {!known.includes(word) && <option value={word}>{labelOf(type)}</option>}
      {[...plain, 'time'].map(option)}
      <optgroup label={t('lists')}>{listed.map((name) => option(`list<${name}>`))}</optgroup>
      <optgroup label={t('files')}>{files.map(option)}</optgroup>
    </select>
  );
}
