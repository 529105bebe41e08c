import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../shared/copy-button.tsx';
import styles from './value-view.module.css';

interface ValueViewProps {
  /** What the values are, such as what a node was given; absent where a heading says it. */
  readonly label?: string;
  readonly values: unknown;
}

/** Values by their names, texts as texts and all else as JSON, to be read and copied. */
export function ValueView({ label, values }: ValueViewProps) {
  const { t } = useTranslation('workflowRuns');
  const isObject = values !== null && typeof values === 'object' && !Array.isArray(values);
  const entries = isObject ? Object.entries(values) : [];
  return (
    <div className={styles['values']}>
      <div className={styles['head']}>
        <span>{label}</span>
        <CopyButton text={typeof values === 'string' ? values : JSON.stringify(values, null, 2)} />
      </div>
      {isObject && entries.length === 0 && <p className="quiet">{t('nothing')}</p>}
      {isObject ? (
        <dl>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Value value={value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <Value value={values} />
      )}
    </div>
  );
}

function Value({ value }: { readonly value: unknown }) {
  const { t } = useTranslation('workflowRuns');
  if (value === null || value === undefined || value === '') return <span className="quiet">{t('nothing')}</span>;
  const isText = typeof value === 'string';
  const text = isText ? value : JSON.stringify(value, null, 2);
  return (
    <pre className={isText ? styles['text'] : styles['code']} tabIndex={text.length > 400 ? 0 : undefined}>
      {text}
    </pre>
  );
}
