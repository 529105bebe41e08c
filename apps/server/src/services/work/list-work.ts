import type { Collection, Page } from '#data/documents/port.ts';
import { type WorkDocument, type WorkState, workStates } from './work-document.ts';

/** Which work of a workspace to list. */
export interface WorkQuery {
  readonly workspaceId: string;
  readonly state?: WorkState | undefined;
  readonly kind?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** Work of a workspace, of `kinds` where the query names none, the newest first. */
export function listWork(
  works: Collection<WorkDocument>,
  kinds: readonly string[],
  { workspaceId, state, kind, limit, after }: WorkQuery,
): Promise<Page<WorkDocument>> {
  return works.find({
    where: { workspaceId, kind: kind ?? { in: kinds }, state: state ?? { in: workStates } },
    sort: 'createdAt',
    descending: true,
    limit,
    ...(after === undefined ? {} : { after }),
  });
}
