import * as contract from '@buckle/contract';
import type { z } from 'zod';
import { seconds } from '#kernel/clock.ts';
import { type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { INSTANCE_SCOPE } from '#services/storage/index.ts';
import type { WorkDocument } from '#services/work/index.ts';
import { cancelWork, listWork, readWork, retryWork, type WorkDependencies } from './manage-work.ts';

export type { WorkDependencies } from './manage-work.ts';

/** The endpoints of durable work. */
export function workRoutes(dependencies: WorkDependencies): Route[] {
  const show = (document: WorkDocument) => showWork(document, dependencies.work);
  return [
    route(contract.listWork, async ({ principal, query }) => {
      const { workspace_id: workspaceId, state, kind, page_size: limit, page_token: after } = query;
      return tokenPage(await listWork(dependencies, principal, workspaceId, { state, kind, limit, after }), show);
    }),
    route(contract.getWork, async ({ principal, params }) => show(await readWork(dependencies, principal, params.work_id))),
    route(contract.cancelWork, async ({ principal, params }) => show(await cancelWork(dependencies, principal, params.work_id))),
    route(contract.retryWork, async ({ principal, params }) => show(await retryWork(dependencies, principal, params.work_id))),
  ];
}

/** Work as its readers see it: never what it was started with. */
function showWork(work: WorkDocument, works: WorkDependencies['work']): z.input<typeof contract.work> {
  return {
    id: work.id,
    workspace_id: work.workspaceId === INSTANCE_SCOPE ? '' : work.workspaceId,
    kind: work.kind,
    state: work.state,
    ...(work.reason === undefined ? {} : { reason: work.reason }),
    ...(work.reasonCode && { reason_code: work.reasonCode }),
    retries: work.retries,
    retryable: works.isRetryable(work),
    cancelable: work.endedAt === undefined && works.isCancelable(work),
    ...(work.progress === undefined ? {} : { progress: work.progress }),
    created_at: seconds(work.createdAt),
    ...(work.dueAt === undefined ? {} : { due_at: seconds(work.dueAt) }),
    ...(work.endedAt === undefined ? {} : { ended_at: seconds(work.endedAt) }),
  };
}
