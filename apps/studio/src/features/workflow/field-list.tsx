import { type Field, typeName } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import styles from './field-list.module.css';

interface FieldListProps {
  readonly fields: readonly Field[];
  /** What is said where there are none. */
  readonly none: string;
}

/** What goes into a workflow or comes out of it: names, types, and what they are. */
export function FieldList({ fields, none }: FieldListProps) {
  const { t } = useTranslation('workflows');
  if (fields.length === 0) return <p className="quiet">{none}</p>;
  return (
    <ul className={styles['fields']}>
      {fields.map(({ name, type, required, description }) => (
        <li key={name}>
          <code>{name}</code> <span className="quiet">{typeName(type)}{required && ` · ${t('required')}`}</span>
          {description !== undefined && <div className="quiet">{description}</div>}
        </li>
      ))}
    </ul>
  );
}
