import type { ReactNode } from 'react';
import styles from './group.module.css';

interface GroupProps {
  readonly title: string;
  readonly text?: string;
  /** Shown beside the title: how many there are, or which is chosen. */
  readonly note?: string | number;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of the settings, which opens and closes. */
export function Group({ title, text, note, isOpen = false, children }: GroupProps) {
  return (
    <details className={styles['group']} open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {note !== undefined && <span className={styles['count']}>{note}</span>}
      </summary>
      <div className={styles['groupBody']}>
        {text !== undefined && <p className="quiet">{text}</p>}
        {children}
      </div>
    </details>
  );
}
