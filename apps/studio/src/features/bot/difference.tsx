import type { BotDefinition } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { definitionFields, textOfField } from './definition-texts.ts';
import styles from './difference.module.css';
import { TextDifference } from './text-difference.tsx';
import { useKnownThings } from './use-known-things.ts';

interface DifferenceProps {
  readonly before: BotDefinition;
  readonly after: BotDefinition;
  /** What is said where there is none. */
  readonly same: string;
}

/** What differs between two states of a bot, part by part. */
export function Difference({ before, after, same }: DifferenceProps) {
  const { t } = useTranslation('bots');
  const known = useKnownThings(before, after);
  const changed = definitionFields
    .map((field) => ({ field, was: textOfField(field, before, t, known), is: textOfField(field, after, t, known) }))
    .filter(({ was, is }) => was !== is);
  if (changed.length === 0) return <p className="quiet">{same}</p>;
  return (
    <div className={styles['difference']}>
      {changed.map(({ field, was, is }) => (
        <section key={field}>
          <h3>{t(`fields.${field}`)}</h3>
          <TextDifference before={was} after={is} />
        </section>
      ))}
    </div>
  );
}
