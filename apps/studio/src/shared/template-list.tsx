import { Button } from 'antd';
import { Initial } from './person.tsx';
import styles from './template-list.module.css';

interface TemplateListProps {
  readonly templates: readonly { readonly id: string; readonly name: string; readonly description: string }[];
  /** What the button of each says. */
  readonly action: string;
  /** The one that is being made into something; the others wait for that. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** Templates to begin with, side by side. */
export function TemplateList({ templates, action, chosen, onChoose }: TemplateListProps) {
  return (
    <ul className={styles['templates']}>
      {templates.map(({ id, name, description }) => (
        <li key={id}>
          <Initial name={name} isSquare />
          <div>
            <h3>{name}</h3>
            <p className="quiet">{description}</p>
            <Button size="small" aria-label={`${action}: ${name}`} loading={chosen === id} disabled={chosen !== undefined && chosen !== id} onClick={() => onChoose(id)}>
              {action}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
