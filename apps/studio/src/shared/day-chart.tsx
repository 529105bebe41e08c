import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './day-chart.module.css';
import { dayText } from './period.ts';
import { type Column, scaleTop } from './day-columns.ts';

interface DayChartProps {
  /** What it shows, for those who do not see it; the numbers stand in a table. */
  readonly label: string;
  readonly columns: readonly Column[];
  /** What the parts of a column are, from the bottom. */
  readonly legend: readonly string[];
  readonly format: (value: number) => string;
}

/** Days as columns. What a day holds is said above while the pointer is on it. */
export function DayChart({ label, columns, legend, format }: DayChartProps) {
  const { i18n } = useTranslation();
  const [pointed, setPointed] = useState<number>();
  const sums = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
  const top = scaleTop(Math.max(0, ...sums));
  const shown = pointed === undefined ? undefined : columns[pointed];
  return (
    <figure className={styles['chart']}>
      <figcaption>
        <span className={styles['legend']}>
          {legend.length > 1 && legend.map((name, part) => <span key={name} className={styles[`legend${part}`]}>{name}</span>)}
        </span>
        <span aria-hidden="true">
          {shown && `${dayText(shown.day, i18n.language)}: ${shown.parts.map((value, part) => (legend.length > 1 ? `${legend[part]} ${format(value)}` : format(value))).join(', ')}`}
        </span>
      </figcaption>
      <div className={styles['plot']}>
        <div className={styles['scale']} aria-hidden="true">
          <span>{format(top)}</span>
          <span>{format(top / 2)}</span>
          <span>0</span>
        </div>
        <svg role="img" aria-label={label} viewBox={`0 0 ${Math.max(columns.length, 1)} 100`} preserveAspectRatio="none" onPointerLeave={() => setPointed(undefined)}>
          {[0, 50, 100].map((y) => <line key={y} x1="0" x2={columns.length} y1={y} y2={y} />)}
          {columns.map((column, index) => (
            <g key={column.day} className={index === pointed ? styles['pointed'] : undefined} onPointerEnter={() => setPointed(index)} onPointerDown={() => setPointed(index)}>
              <rect className={styles['whole']} x={index} y="0" width="1" height="100" />
              {rectanglesOf(column, top).map(({ y, height }, part) => (
                <rect key={`${column.day} ${legend[part]}`} className={styles[`part${part}`]} x={index + 0.15} y={y} width="0.7" height={height} />
              ))}
            </g>
          ))}
        </svg>
        <div className={styles['days']} aria-hidden="true">
          <span>{dayAt(columns, 0, i18n.language)}</span>
          <span>{columns.length > 2 && dayAt(columns, Math.floor(columns.length / 2), i18n.language)}</span>
          <span>{columns.length > 1 && dayAt(columns, columns.length - 1, i18n.language)}</span>
        </div>
      </div>
    </figure>
  );
}

function dayAt(columns: readonly Column[], index: number, language: string): string {
  const column = columns[index];
  return column === undefined ? '' : dayText(column.day, language);
}

/** The parts of a column, in hundredths of the height. */
function rectanglesOf({ parts }: Column, top: number): { y: number; height: number }[] {
  let below = 0;
  return parts.map((part) => {
    const height = (part / top) * 100;
    below += height;
    return { y: 100 - below, height };
  });
}
