import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../../shared/controls.module.css';
import { useEditing } from './editing.ts';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** Where its problems are found. */
  readonly path: string;
  /** The control, with the attributes that tie it to its label and its problem. */
  readonly children: (attributes: FieldAttributes) => ReactNode;
}

/** What ties a control to its label and to what is wrong with it. */
export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

/** A labelled control with what is wrong with it below. */
export function Field({ label, hint, path, children }: FieldProps) {
  const id = useId();
  const { problems } = useEditing();
  const problem = problems.get(path);
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-note` })}
      <div id={`${id}-note`} className={styles['note']}>
        <ProblemText path={path} />
        {hint !== undefined && <span className="quiet">{hint}</span>}
      </div>
    </div>
  );
}

/** What is wrong at a path, if anything. */
export function ProblemText({ path }: { readonly path: string }) {
  const { t } = useTranslation('botEditor');
  const { problems } = useEditing();
  const problem = problems.get(path);
  if (!problem) return null;
  // Each word has some of these gaps.
  const gaps = { count: 0, from: 0, to: 0, reason: '', ...problem };
  return (
    <span className={styles['problem']} role="alert">
      {t(`problems.${problem.word}`, gaps)}
    </span>
  );
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  /** More than one makes room for a text. */
  readonly rows?: number;
  readonly isCode?: boolean;
  readonly isNumber?: boolean;
}

/** A field for text, of one line or more. */
export function TextField({ value, onChange, placeholder, rows = 1, isCode = false, isNumber = false, ...field }: TextFieldProps) {
  const { isReadOnly } = useEditing();
  return (
    <Field {...field}>
      {(attributes) => {
        const shared = { ...attributes, value, placeholder, disabled: isReadOnly, className: `${styles['control']} ${isCode ? styles['code'] : ''}` };
        return rows === 1 ? (
          <input {...shared} {...(isNumber ? { inputMode: 'decimal' } : {})} autoComplete="off" onChange={({ target }) => onChange(target.value)} />
        ) : (
          <textarea {...shared} rows={rows} spellCheck={!isCode} onChange={({ target }) => onChange(target.value)} />
        );
      }}
    </Field>
  );
}
