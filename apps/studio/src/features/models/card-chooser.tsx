import { useId } from 'react';
import styles from './card-chooser.module.css';

/** One of the cards. */
export interface Card<Id extends string = string> {
  readonly id: Id;
  readonly name: string;
  readonly detail?: string;
}

interface CardChooserProps<Id extends string> {
  readonly label: string;
  readonly cards: readonly Card<Id>[];
  /** Given by the item of the form around it. */
  readonly value?: Id;
  readonly onChange?: (id: Id) => void;
  /** Called after `onChange`, for what else follows from the choice. */
  readonly onChoose?: (id: Id) => void;
}

/** One of several, side by side. */
export function CardChooser<Id extends string>({ label, cards, value, onChange, onChoose }: CardChooserProps<Id>) {
  const group = useId();
  const choose = (id: Id): void => {
    onChange?.(id);
    onChoose?.(id);
  };
  return (
    <div className={styles['choices']} role="radiogroup" aria-label={label}>
      {cards.map(({ id, name, detail }) => (
        <label key={id}>
          <input type="radio" name={group} checked={value === id} onChange={() => choose(id)} />
          <span className={styles['name']}>{name}</span>
          {detail !== undefined && <span className={styles['detail']}>{detail}</span>}
        </label>
      ))}
    </div>
  );
}
