import styles from './mark.module.css';

/** The sign of Buckle: a buckle of brass. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg className={styles['mark']} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className={styles['ground']} />
      <rect x="8" y="8" width="16" height="16" rx="4" />
      <path d="M4 16h15" />
    </svg>
  );
}
