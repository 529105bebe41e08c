import type { Permission } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import { isOfSession, type Principal } from '#kernel/principal.ts';
import type { RunDocument } from './run-document.ts';
import type { RunsContext } from './runs-context.ts';

/** A run that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
export async function findRun(context: RunsContext, principal: Principal, permission: Permission, runId: string): Promise<Read<RunDocument>> {
  const run = await context.runs.get(runId);
  if (!run) throw new NotFound('run', runId);
  await context.identity.authorize(principal, permission, { type: 'run', id: run.id, workspaceId: run.workspaceId });
  if (!isOfSession(principal, run)) throw new NotFound('run', runId);
  return run;
}
