import { CloseOutlined, WarningFilled } from '@ant-design/icons';
import { type Expression, isConvertible, pathText, type ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import controls from '../../../shared/controls.module.css';
import { type BlockInput, emptyLiteral, literalInput, readInput, retyped } from '../document/block-input.ts';
import { useEditing } from '../editing.ts';
import styles from './fields.module.css';
import { LiteralControl } from './literal-control.tsx';
import { ReferencePicker } from './reference-picker.tsx';
import { TypeChoice, TypeTag } from './type-tag.tsx';
import { useSourceOf } from './use-source-of.ts';

interface ValueFieldProps {
  /** What the value is of, for those who do not see where it stands. */
  readonly label: string;
  readonly value: BlockInput | undefined;
  /** The type that is wanted; where absent the value brings its own. */
  readonly type?: ValueType | undefined;
  /** The words that a literal may be. */
  readonly words?: readonly string[] | undefined;
  readonly placeholder?: string | undefined;
  readonly isInvalid?: boolean;
  /** Whether it can only be referred to. */
  readonly isReference?: boolean;
  readonly onChange: (input: BlockInput) => void;
}

/** A value: typed in, or a reference to what another node gives. */
export function ValueField({ label, value, type, words, placeholder, isInvalid = false, isReference = false, onChange }: ValueFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const read = readInput(value);
  const own = type ?? (read.type.kind === 'any' ? ({ kind: 'string' } as const) : read.type);
  const isChosen = read.expression === 'output' || read.expression === 'variable';
  const chooses = !isChosen && type === undefined && !isReference;
  return (
    <div className={styles['value']} data-invalid={isInvalid}>
      {chooses && (
        <span className={styles['typed']}>
          <TypeChoice label={t('typeOf', { name: label })} type={own} isDisabled={isReadOnly} onChange={(next) => onChange(retyped(value ?? emptyLiteral(next), next))} />
        </span>
      )}
      {isChosen ? (
        <Reference read={read} wanted={own} label={label} onClear={isReadOnly ? undefined : () => onChange(emptyLiteral(own))} />
      ) : isReference || read.expression === 'object' ? (
        <span className={`${controls['control']} ${styles['empty']}`}>{read.expression === 'object' ? t('composed') : t('chooseReference')}</span>
      ) : (
        <LiteralControl
          label={label}
          type={own}
          value={read.expression === 'literal' ? read.value : undefined}
          words={words}
          placeholder={placeholder}
          onChange={(content) => onChange(literalInput(own, content))}
        />
      )}
      {!isReadOnly && <ReferencePicker label={label} wanted={type} onChoose={(option) => onChange(option.toInput())} />}
    </div>
  );
}

interface ReferenceProps {
  readonly read: Extract<Expression, { expression: 'output' | 'variable' }>;
  readonly wanted: ValueType;
  readonly label: string;
  readonly onClear: (() => void) | undefined;
}

function Reference({ read, wanted, label, onClear }: ReferenceProps) {
  const { t } = useTranslation('workflowNodeForm');
  const sourceOf = useSourceOf();
  const { title, type } = sourceOf(read);
  const isMissing = type === undefined;
  const isUnfit = type !== undefined && !isConvertible(type, wanted);
  return (
    <span className={styles['reference']} data-wrong={isMissing}>
      {(isMissing || isUnfit) && <WarningFilled className={styles['mark'] ?? ''} role="img" aria-label={isMissing ? t('missingReference') : t('unfit')} title={isMissing ? t('missingReference') : t('unfit')} />}
      <span className={styles['path']}>
        <small>{title}{type !== undefined && <TypeTag type={type} />}</small> {pathText(read.path)}
      </span>
      {onClear && (
        <button type="button" className={styles['clear']} aria-label={t('clear', { name: label })} onClick={onClear}>
          <CloseOutlined />
        </button>
      )}
    </span>
  );
}
