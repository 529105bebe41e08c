import { startOfDay } from '../../shared/start-of-day.ts';

/** What the log is searched by, as the form has it; days as `2026-01-31`, both included. */
export interface AuditFilter {
  readonly action?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The same as the endpoint asks for it: moments in seconds, in the reader's zone, the last one not included. */
export function queryOf({ action, actor, from, to }: AuditFilter) {
  const begin = startOfDay(from, 0);
  const end = startOfDay(to, 1);
  return {
    ...(action?.trim() ? { action: action.trim() } : {}),
    ...(actor?.trim() ? { actor_id: actor.trim() } : {}),
    ...(begin === undefined ? {} : { from: begin }),
    ...(end === undefined ? {} : { to: end }),
  };
}
