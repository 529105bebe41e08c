import type { Collection, Page } from '#data/documents/port.ts';
import { type WorkDocument, type WorkState, workStates } from './work-document.ts';

/** Which work to list: a workspace's, or that of the instance that somebody has started. */
export type WorkQuery = ({ readonly workspaceId: string } | { readonly actorId: string }) & {
  readonly state?: WorkState | undefined;
  readonly kind?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
};

/** Work of `kinds` where the query names none, the newest first. */
export function listWork(
  works: Collection<WorkDocument>,
  kinds: readonly string[],
  { state, kind, limit, after, ...whose }: WorkQuery,
): Promise<Page<WorkDocument>> {
  return works.find({
    where: { ...whose, kind: kind ?? { in: kinds }, state: state ?? { in: workStates } },
    sort: 'createdAt',
    descending: true,
    limit,
    ...(after === undefined ? {} : { after }),
  });
}
