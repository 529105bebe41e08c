import type { ReactNode } from 'react';
import { Initial } from '../../shared/person.tsx';
import { Mark } from '../../shared/mark.tsx';
import styles from './shared-bot.module.css';

interface DoorProps {
  readonly title: string;
  readonly text: string;
  /** The bot behind it, where there is one. */
  readonly name?: string;
  /** What has to be done. */
  readonly children?: ReactNode;
}

/** What stands before a page that cannot be shown (yet). */
export function Door({ title, text, name, children }: DoorProps) {
  return (
    <main className={styles['door']}>
      {name === undefined && <title>{`${title} · Buckle`}</title>}
      {name === undefined && <meta name="robots" content="noindex" />}
      {name === undefined ? <Mark size={40} /> : <Initial name={name} isSquare />}
      {name !== undefined && <p className={styles['doorName']}>{name}</p>}
      <h1>{title}</h1>
      <p className="quiet">{text}</p>
      {children}
    </main>
  );
}
