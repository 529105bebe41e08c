import type { listWork } from '@buckle/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../api/endpoint.ts';
import { useListWorkInfiniteQuery, useRetryWorkMutation } from '../api/work.ts';
import { itemsOf } from './paged-table.tsx';
import { ReasonInWords } from './reason-in-words.tsx';
import { StatusTag } from './status-tag.tsx';
import { Time } from './time.tsx';
import { useAttempt } from './use-attempt.tsx';
import styles from './removals.module.css';

/** How often they are looked at, in milliseconds. */
const LOOK_AGAIN = 2_000;
/** Many things can be deleted at once: so many of those that go on are shown, and all that have failed. */
const SHOWN = 5;

interface RemovalsProps {
  readonly workspaceId: string;
  /** Of work: what is removed. */
  readonly kind: 'workflow.delete' | 'dataset.delete' | 'document.delete';
  /** In the words of a feature that may not be there where this is. */
  readonly words: { readonly title: string; readonly begun: string; readonly open: string; readonly failed: string; readonly done: (count: number) => string };
}

/** One that waits, and not since an attempt failed, has removed everything and only looks once more for what came late. */
function isShown({ state, retries }: AnswerOf<typeof listWork>['items'][number]): boolean {
  return state !== 'completed' && state !== 'canceled' && (state !== 'waiting' || retries > 0);
}

/** How far the removal of what was deleted has come; nothing where none goes on or has failed. */
export function Removals({ workspaceId, kind, words }: RemovalsProps) {
  const { t: common } = useTranslation();
  const query = { query: { workspace_id: workspaceId, kind, page_size: 100 } };
  const first = useListWorkInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const isOpen = itemsOf(first).some((work) => isShown(work) && work.ended_at === undefined);
  const list = useListWorkInfiniteQuery(query, { pollingInterval: isOpen ? LOOK_AGAIN : 0 });
  const [retry] = useRetryWorkMutation();
  const attempt = useAttempt();
  const shown = itemsOf(list).filter(isShown);
  if (shown.length === 0) return null;
  const open = shown.filter(({ state }) => state !== 'failed');
  const rows = [...shown.filter(({ state }) => state === 'failed'), ...open.slice(0, SHOWN)];
  return (
    <section aria-label={words.title} className={styles['removals']}>
      <h2>{words.title}</h2>
      <ul>
        {rows.map(({ id, state, created_at: at, progress, reason, reason_code: code, retryable }) => (
          <li key={id}>
            <StatusTag kind={state === 'failed' ? 'bad' : 'neutral'}>{state === 'failed' ? words.failed : words.open}</StatusTag>
            <span>
              {words.begun} <Time seconds={at} />
            </span>
            {progress && <span className="quiet">{words.done(progress.done)}</span>}
            <ReasonInWords reason={reason} code={code} />
            {retryable && (
              <Button size="small" onClick={() => void attempt(retry({ params: { work_id: id } }).unwrap())}>
                {common('retry')}
              </Button>
            )}
          </li>
        ))}
        {open.length > SHOWN && <li className="quiet">{common('andMore', { count: open.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}
