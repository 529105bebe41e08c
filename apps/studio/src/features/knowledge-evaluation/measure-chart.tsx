import type { Evaluation } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../shared/amounts.ts';
import { timeText } from '../../shared/time.tsx';
import styles from './measure-chart.module.css';
import { measures } from './measures.ts';

/** The measures of evaluations as lines, the oldest first. */
export function MeasureChart({ evaluations }: { readonly evaluations: readonly Evaluation[] }) {
  const { t, i18n } = useTranslation('knowledgeEvaluation');
  const values = evaluations.flatMap(({ measures: each }) => (each === undefined ? [] : [each]));
  // From the tenth below the worst: what differs by little is seen too.
  const low = Math.floor(Math.min(...values.flatMap((each) => measures.map((name) => each[name]))) * 10) / 10;
  const bottom = low === 1 ? 0.9 : low;
  const height = (value: number): number => (1 - (value - bottom) / (1 - bottom)) * 100;
  const last = Math.max(values.length - 1, 1);
  const [first, newest] = [evaluations[0], evaluations.at(-1)];
  return (
    <figure className={styles['chart']}>
      <figcaption>
        {measures.map((name) => <span key={name} className={styles[name]}>{t(`measures.${name}`)}</span>)}
      </figcaption>
      <div className={styles['plot']}>
        <div className={styles['scale']} aria-hidden="true">
          <span>1</span>
          <span>{formatNumber(bottom, i18n.language, 1)}</span>
        </div>
        <svg role="img" aria-label={t('chart')} viewBox={`0 0 ${last} 100`} preserveAspectRatio="none">
          {[0, 50, 100].map((y) => <line key={y} x1="0" x2={last} y1={y} y2={y} />)}
          {measures.map((name) => <polyline key={name} className={styles[name]} points={values.map((each, at) => `${at},${height(each[name])}`).join(' ')} />)}
        </svg>
        <div className={styles['times']} aria-hidden="true">
          <span>{first && timeText(first.created_at, i18n.language)}</span>
          <span>{newest && timeText(newest.created_at, i18n.language)}</span>
        </div>
      </div>
    </figure>
  );
}
