import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  /** The heading, and what the browser's tab says. */
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly text?: ReactNode;
  /** Buttons beside the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page inside the shell. */
export function Page({ title, text, actions, children }: PageProps) {
  return (
    <div className={styles['page']}>
      <title>{`${title} · Buckle`}</title>
      <header className={styles['header']}>
        <div>
          <h1>{title}</h1>
          {text !== undefined && <p className="quiet">{text}</p>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Section({ title, text, children }: Pick<PageProps, 'title' | 'text' | 'children'>) {
  return (
    <section className={styles['section']}>
      <h2>{title}</h2>
      {text !== undefined && <p className="quiet">{text}</p>}
      {children}
    </section>
  );
}
