import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  readonly title: string;
  readonly text: string;
  /** What can be done about it. */
  readonly children: ReactNode;
}

/** A message in the place of a page. */
export function Notice({ title, text, children }: NoticeProps) {
  return (
    <div className={styles['notice']}>
      <title>{`${title} · Buckle`}</title>
      <h1>{title}</h1>
      <p className="quiet">{text}</p>
      {children}
    </div>
  );
}
