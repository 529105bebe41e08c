import type { ReactNode } from 'react';
import styles from './invitation.module.css';

interface InvitationProps {
  readonly title: string;
  readonly text: string;
  /** Buttons that make the first entry. */
  readonly children: ReactNode;
}

/** What stands in an empty list: how to begin. */
export function Invitation({ title, text, children }: InvitationProps) {
  return (
    <div className={styles['invitation']}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div>{children}</div>
    </div>
  );
}
