import { diffLines } from 'diff';
import { useTranslation } from 'react-i18next';
import styles from './difference.module.css';

/** What became of a text, line by line: what went is struck out, what came is marked. */
export function TextDifference({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation('bots');
  const parts = diffLines(withEnd(before), withEnd(after));
  return (
    <div className={styles['lines']} tabIndex={0} role="group">
      {parts.map((part, index) => {
        const Line = part.removed ? 'del' : part.added ? 'ins' : 'span';
        const label = part.removed ? t('before') : part.added ? t('after') : undefined;
        return (
          // The parts of one comparison keep their places.
          <Line key={index}>
            {label !== undefined && <span className="for-readers">{label}: </span>}
            {part.value}
          </Line>
        );
      })}
    </div>
  );
}

/** A last line is a line as those before it, also where nothing follows. */
function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
