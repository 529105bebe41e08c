import { type ReactNode, useId } from 'react';
import styles from '../../../shared/controls.module.css';
import { ProblemNotes, useIsWrong } from './problem-notes.tsx';

/** What ties a control to its label and to what is wrong with it. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

interface LabelledProps {
  readonly label: string;
  /** Whether the heading above says what the label would. */
  readonly isLabelHidden?: boolean | undefined;
  readonly hint?: string | undefined;
  /** Where its problems are found, in the node's data. */
  readonly field: string;
  /** What stands beside the label. */
  readonly note?: ReactNode;
  /** What the control itself finds wrong. */
  readonly fault?: string | undefined;
  readonly children: (attributes: ControlAttributes) => ReactNode;
}

/** A labelled control, with what is wrong with it below. */
export function Labelled({ label, isLabelHidden = false, hint, field, note, fault, children }: LabelledProps) {
  const id = useId();
  const isWrong = useIsWrong(field);
  return (
    <div className={styles['field']} data-field={field}>
      <label htmlFor={id} className={isLabelHidden ? 'for-readers' : undefined}>{label} {note}</label>
      {children({ id, 'aria-invalid': isWrong || fault !== undefined, 'aria-describedby': `${id}-note` })}
      <div id={`${id}-note`} className={styles['note']}>
        {fault !== undefined && <span className={styles['problem']} role="alert">{fault}</span>}
        <ProblemNotes field={field} />
        {hint !== undefined && <span className="quiet">{hint}</span>}
      </div>
    </div>
  );
}
