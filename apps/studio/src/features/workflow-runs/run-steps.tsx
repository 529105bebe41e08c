import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../shared/amounts.ts';
import { KindIcon, shownKinds } from '../workflow-kinds/index.ts';
import type { Place, PlaceState, Round } from './run-places.ts';
import styles from './run-steps.module.css';
import { StateIcon } from './state-icon.tsx';
import { StepDetails } from './step-details.tsx';

/** On what scale of time steps are drawn, in milliseconds since 1970. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** What the list of steps is given beside the steps. */
interface StepsContext {
  readonly span: Span;
  /** What people call a node of the canvas. */
  readonly titleOf: (nodeId: string) => string;
  /** Shows a node on the canvas. */
  readonly onShow: (nodeId: string) => void;
  /** Runs again from a place on; absent where that cannot be done. */
  readonly onRerun?: ((place: Place) => void) | undefined;
}

interface RunStepsProps extends StepsContext {
  readonly places: readonly Place[];
}

const numbers = new Map([...shownKinds].map(([number, { key }]): [string, string] => [key, number]));

/** What a run did, step by step on one scale of time; each opens to show what went in and came out. */
export function RunSteps({ places, ...context }: RunStepsProps) {
  return (
    <ol className={styles['steps']}>
      {places.map((place) => (
        <Step key={place.path} place={place} {...context} />
      ))}
    </ol>
  );
}

function Step({ place, ...context }: StepsContext & { readonly place: Place }) {
  const { i18n } = useTranslation();
  const [chosen, setChosen] = useState<boolean>();
  const { t } = useTranslation('workflowRuns');
  const { path, nodeId, title = context.titleOf(nodeId), kind, state, begin, end, isReused, rounds, places } = place;
  const isOpen = chosen ?? (state === 'failed' || (state === 'waiting' && rounds.length + places.length > 0));
  const last = end ?? (state === 'running' || state === 'waiting' ? context.span.end : undefined);
  return (
    <li data-state={state}>
      <button type="button" className={styles['head']} aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
        {kind !== undefined && <KindIcon type={numbers.get(kind) ?? ''} />}
        <span className={styles['title']}>{title}</span>
        <span className={styles['time']}>{isReused ? t('reused') : last !== undefined && formatDuration(last - begin, i18n.language)}</span>
        <StateIcon state={state} />
      </button>
      {!isReused && <Bar place={place} end={last ?? begin} span={context.span} />}
      {isOpen && (
        <div className={styles['inside']}>
          <StepDetails key={path} place={place} onShow={context.onShow} onRerun={context.onRerun} />
          {rounds.length > 0 && <Rounds rounds={rounds} {...context} />}
          {places.length > 0 && <RunSteps places={places} {...context} />}
        </div>
      )}
    </li>
  );
}

/** From when to when it ran, and in a lighter shade when it waited. */
function Bar({ place: { begin, waits, state }, end, span }: { readonly place: Place; readonly end: number; readonly span: Span }) {
  const whole = Math.max(span.end - span.begin, 1);
  const at = (moment: number): number => Math.min(Math.max(((moment - span.begin) / whole) * 100, 0), 99.4);
  const width = (from: number, to: number): number => Math.max(at(to) - at(from), 0.6);
  return (
    <svg className={styles['bar']} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" data-state={state}>
      <rect x={at(begin)} width={width(begin, end)} height="1" />
      {waits.map((wait) => (
        <rect key={wait.begin} className={styles['waited']} x={at(wait.begin)} width={width(wait.begin, wait.end ?? end)} height="1" />
      ))}
    </svg>
  );
}

/** The rounds of a step, one at a time: first the one that failed or waits. */
function Rounds({ rounds, ...context }: StepsContext & { readonly rounds: readonly Round[] }) {
  const { t } = useTranslation('workflowRuns');
  const [chosen, setChosen] = useState<number>();
  const telling = (wanted: PlaceState): number => rounds.findIndex((each) => each.places.some(({ state }) => state === wanted) || (wanted === 'failed' && each.entry?.type === 'failed'));
  const at = Math.min(chosen ?? Math.max(telling('failed'), telling('waiting'), 0), rounds.length - 1);
  const round = rounds[at];
  if (round === undefined) return null;
  return (
    <div>
      {rounds.length > 1 && (
        <div className={styles['pager']}>
          <Button size="small" icon={<LeftOutlined />} aria-label={t('previousRound')} disabled={at === 0} onClick={() => setChosen(at - 1)} />
          <span aria-live="polite">{t('round', { number: round.index + 1, count: rounds.length })}</span>
          <Button size="small" icon={<RightOutlined />} aria-label={t('nextRound')} disabled={at === rounds.length - 1} onClick={() => setChosen(at + 1)} />
          {rounds.length > 10 && <RoundNumber count={rounds.length} onChoose={(number) => setChosen(number - 1)} />}
        </div>
      )}
      {round.entry && <StepDetails place={roundPlace(round.entry)} />}
      {/* Each round has steps of its own, which stand open or not for themselves. */}
      <RunSteps key={round.index} places={round.places} {...context} />
    </div>
  );
}

/** Goes to a round by its number, where there are many. */
function RoundNumber({ count, onChoose }: { readonly count: number; readonly onChoose: (number: number) => void }) {
  const { t } = useTranslation('workflowRuns');
  return (
    <Input
      size="small"
      className={styles['number'] ?? ''}
      type="number"
      min={1}
      max={count}
      aria-label={t('roundNumber')}
      placeholder={`1–${count}`}
      onChange={({ target }) => {
        const number = Number(target.value);
        if (Number.isInteger(number) && number >= 1 && number <= count) onChoose(number);
      }}
    />
  );
}

/** One run of a node in batch mode, as a place of its own. */
function roundPlace(entry: NonNullable<Round['entry']>): Place {
  const { path, node: nodeId, startedAt: begin, endedAt: end } = entry;
  return { path, nodeId, state: entry.type === 'failed' ? 'failed' : 'done', begin, end, isReused: false, waits: [], attempts: 0, entry, rounds: [], places: [] };
}
