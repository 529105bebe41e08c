import type { ReactNode } from 'react';
import styles from './person.module.css';

interface PersonProps {
  readonly name: string;
  /** The line below the name. */
  readonly detail?: ReactNode;
  /** What stands beside the name, such as a tag. */
  readonly beside?: ReactNode;
}

/** Somebody, by the first letter and the name. */
export function Person({ name, detail, beside }: PersonProps) {
  return (
    <div className={styles['person']}>
      <Initial name={name} />
      <div className={styles['words']}>
        <div>
          <span className={styles['name']}>{name}</span> {beside}
        </div>
        {detail !== undefined && <div className="quiet">{detail}</div>}
      </div>
    </div>
  );
}

/** The first letter of a name as its picture. */
export function Initial({ name, isSquare = false }: { readonly name: string; readonly isSquare?: boolean }) {
  const [letter = '?'] = name.trim();
  return (
    <span className={isSquare ? styles['square'] : styles['round']} aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  );
}
