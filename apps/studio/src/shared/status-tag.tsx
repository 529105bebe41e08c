import type { ReactNode } from 'react';
import styles from './status-tag.module.css';

/** How something is, in a word of its colour. */
export function StatusTag({ kind, children }: { readonly kind: 'good' | 'doubtful' | 'bad' | 'neutral'; readonly children: ReactNode }) {
  return <span className={`${styles['tag']} ${styles[kind]}`}>{children}</span>;
}
