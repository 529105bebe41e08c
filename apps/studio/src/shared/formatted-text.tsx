import { lazy, Suspense } from 'react';
import styles from './formatted-text.module.css';

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }));

/** The text of a model or a bot, as Markdown; until the code for that has come, as it is written. */
export function FormattedText({ text }: { readonly text: string }) {
  return (
    <Suspense fallback={<p className={styles['plain']} aria-busy="true">{withoutMarks(text)}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}

/** The text without its commonest marks, which would flash up until Markdown has been loaded. */
function withoutMarks(text: string): string {
  return text.replace(/\*\*|^#+ /gm, '');
}
