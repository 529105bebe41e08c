import { Link } from 'react-router';
import styles from './entry-name.module.css';
import { Initial } from './person.tsx';

interface EntryNameProps {
  readonly name: string;
  readonly description: string;
  /** The address of its page. */
  readonly to: string;
}

/** What a line of a list is about: a name that leads to its page, and what it is for. */
export function EntryName({ name, description, to }: EntryNameProps) {
  return (
    <div className={styles['entry']}>
      <Initial name={name} isSquare />
      <div>
        <Link to={to}>{name}</Link>
        {description !== '' && <p className="quiet">{description}</p>}
      </div>
    </div>
  );
}
