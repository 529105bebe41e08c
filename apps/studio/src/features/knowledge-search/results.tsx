import { Fragment, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Found } from '../../api/knowledge.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { Check } from '../../shared/choice.tsx';
import { contentOf } from '../../shared/content-of.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { PassageHead, PassageText } from '../knowledge/index.ts';
import { highlight } from './highlight.ts';
import styles from './results.module.css';
import { SaveQuestion } from './save-question.tsx';
import { SearchNotes } from './search-notes.tsx';

interface ResultsProps {
  readonly datasetId: string;
  readonly question: string;
  readonly found: Found;
  readonly isBusy: boolean;
}

/** What a search has found, with the scores of each stage and the time it took. */
export function Results({ datasetId, question, found: { items, terms, note_codes: notes, timings }, isBusy }: ResultsProps) {
  const { t } = useTranslation('knowledgeSearch');
  const { can } = useWorkspace();
  const mayTick = can('knowledge.edit');
  /** The passages that answer the question, as the user says. */
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const tick = (id: string, isOn: boolean): void => setTicked(new Set([...ticked].filter((other) => other !== id).concat(isOn ? [id] : [])));
  return (
    <section aria-label={t('results')} aria-busy={isBusy} className={styles['results']}>
      <div className={styles['summary']}>
        <strong role="status">{t('found', { count: items.length })}</strong>
        <Timings timings={timings} />
      </div>
      {terms.length > 0 && <p className={styles['terms']}><span className="quiet">{t('terms')}</span> {terms.map((term) => <code key={term}>{term}</code>)}</p>}
      <SearchNotes notes={notes} />
      {items.length === 0 && <p className={styles['nothing']}>{t('nothing')}</p>}
      <ol>
        {items.map((item) => (
          <li key={item.passage_id}>
            <Hit datasetId={datasetId} item={item} terms={terms} {...(mayTick && { isTicked: ticked.has(item.passage_id), onTick: (isOn: boolean) => tick(item.passage_id, isOn) })} />
          </li>
        ))}
      </ol>
      {mayTick && items.length > 0 && <SaveQuestion datasetId={datasetId} question={question} passageIds={items.map(({ passage_id: id }) => id).filter((id) => ticked.has(id))} onSaved={() => setTicked(new Set())} />}
    </section>
  );
}

const timedStages = ['derive', 'embed', 'search', 'load', 'rerank', 'total'] as const;

/** Less, in milliseconds, is a stage that was not gone through: a model takes longer. */
const NOTHING = 1;

function Timings({ timings }: Pick<Found, 'timings'>) {
  const { t, i18n } = useTranslation('knowledgeSearch');
  return (
    <dl className={styles['timings']}>
      {timedStages
        .filter((stage) => (stage !== 'derive' && stage !== 'embed' && stage !== 'rerank') || timings[stage] >= NOTHING)
        .map((stage) => (
          <div key={stage}>
            <dt>{t(`timings.${stage}`)}</dt>
            <dd>{t('milliseconds', { amount: formatNumber(timings[stage], i18n.language, 1) })}</dd>
          </div>
        ))}
    </dl>
  );
}

interface HitProps {
  readonly datasetId: string;
  readonly item: Found['items'][number];
  readonly terms: readonly string[];
  readonly isTicked?: boolean;
  readonly onTick?: (isOn: boolean) => void;
}

function Hit({ datasetId, item, terms, isTicked = false, onTick }: HitProps) {
  const { t } = useTranslation('knowledgeSearch');
  const { workspaceId } = useWorkspace();
  const { passage_id: passageId, document_id: documentId, document_name: name, content, headings, page, score, scores, picture_file_id: pictureId } = item;
  const pieces = useMemo(() => highlight(content, terms), [content, terms]);
  return (
    <article className={styles['hit']}>
      <header>
        <div>
          <Link to={`/w/${workspaceId}/knowledge/${datasetId}/documents/${documentId}?passage=${passageId}`} title={t('open', { name })}>{name}</Link>
          <PassageHead headings={headings} page={page} />
        </div>
        <Scores score={score} scores={scores} />
      </header>
      {pictureId !== undefined && <img className={styles['picture']} src={contentOf(pictureId)} alt={name} loading="lazy" />}
      <PassageText>
        {pieces.map(({ text, isHit }, at) => (isHit ? <mark className={styles['mark']} key={at}>{text}</mark> : <Fragment key={at}>{text}</Fragment>))}
      </PassageText>
      {onTick && <Check label={t('expected')} isOn={isTicked} isDisabled={false} onChange={onTick} />}
    </article>
  );
}

const scoredStages = ['keyword', 'semantic', 'rerank'] as const;

function Scores({ score, scores }: Pick<HitProps['item'], 'score' | 'scores'>) {
  const { t, i18n } = useTranslation('knowledgeSearch');
  const shown = scoredStages.flatMap((stage) => (scores[stage] === undefined ? [] : [{ stage, value: scores[stage] }]));
  return (
    <dl className={styles['scores']}>
      <div className={styles['total']}>
        <dt>{t('score')}</dt>
        <dd>{formatNumber(score, i18n.language, 3)}</dd>
      </div>
      {shown.map(({ stage, value }) => (
        <div key={stage} title={t(`scoreHints.${stage}`)}>
          <dt>{t(`scores.${stage}`)}</dt>
          <dd>
            {formatNumber(value, i18n.language, 3)}
            <span className={styles['bar']} aria-hidden><span style={{ width: `${Math.min(Math.max(value, 0), 1) * 100}%` }} /></span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
