import styles from './code-text.module.css';
import { CopyButton } from './copy-button.tsx';

/** A piece of code that is there to be copied. */
export function CodeText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className={styles['code']}>
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} />
    </div>
  );
}
