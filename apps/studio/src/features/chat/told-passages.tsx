import type { ToldPassage } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGetChatTraceQuery } from '../../api/chats.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { citedNumbers } from './cited-numbers.ts';
import styles from './told-passages.module.css';
import type { Turn } from './turn.ts';

interface ToldPassagesProps {
  readonly passages: readonly ToldPassage[];
  readonly hasScores?: boolean;
}

/** Passages that a model was told, each with its number and leading to where it stands in its document. */
export function ToldPassages({ passages, hasScores = false }: ToldPassagesProps) {
  const { i18n } = useTranslation('chat');
  const { workspaceId } = useWorkspace();
  return (
    <ul className={styles['passages']}>
      {passages.map(({ number, passage_id: passageId, document_id: documentId, dataset_id: datasetId, document_name: name, headings, score }) => (
        <li key={passageId}>
          <span className="quiet">[{number}]</span>{' '}
          <Link to={`/w/${workspaceId}/knowledge/${datasetId}/documents/${documentId}?passage=${passageId}`}>{[name, ...headings].join(' › ')}</Link>
          {hasScores && <span className="quiet"> ({formatNumber(score, i18n.language, 2)})</span>}
        </li>
      ))}
    </ul>
  );
}

/** The passages that the answer of a turn names, where it names any. For those who may read traces. */
export function CitedPassages({ turn }: { readonly turn: Turn }) {
  const { t } = useTranslation('chat');
  const numbers = citedNumbers(turn.parts.map((part) => (part.kind === 'answer' ? part.text : '')).join('\n'));
  const isEnded = turn.chatId !== '' && turn.status !== 'running' && turn.status !== 'waiting';
  const { data: trace } = useGetChatTraceQuery({ params: { chat_id: turn.chatId } }, { skip: !isEnded || numbers.length === 0 });
  const told = new Map(trace?.steps.flatMap(({ passages = [] }) => passages).map((passage) => [passage.number, passage]));
  const cited = numbers.flatMap((number) => told.get(number) ?? []);
  if (cited.length === 0) return null;
  return (
    <section className={styles['cited']} aria-label={t('sources')}>
      <ToldPassages passages={cited} />
    </section>
  );
}
