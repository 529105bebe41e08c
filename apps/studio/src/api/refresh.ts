import { refreshSession } from '@buckle/contract';
import type { Call } from './endpoint.ts';
import type { ApiFailure } from './failure.ts';
import { send } from './send.ts';

/** When a tab of this browser last renewed the session, in milliseconds since 1970. */
const REFRESHED_AT = 'buckle.refreshed-at';

let running: Promise<boolean> | undefined;

/** Sends a call by `attempt`; where its session has run out, renews that once and sends again. */
export async function renewing<T extends object>(call: Call, attempt: () => Promise<T | { readonly error: ApiFailure }>): Promise<T | { readonly error: ApiFailure }> {
  const begin = Date.now();
  const outcome = await attempt();
  return 'error' in outcome && isEnd(call, outcome.error) && (await refreshOnce(begin)) ? attempt() : outcome;
}

/** Whether a failure says that there is no session (any more). */
export function isEnd({ endpoint }: Call, { status }: ApiFailure): boolean {
  return status === 401 && endpoint.authentication === 'required';
}

/**
 * Renews the session unless somebody has done so since `since` (milliseconds since 1970): one request
 * for all that wait in this tab, and where the browser has locks (HTTPS, localhost) for all tabs.
 * Says whether there is a session.
 */
export function refreshOnce(since: number): Promise<boolean> {
  running ??= inTurn(() => refresh(since)).finally(() => {
    running = undefined;
  });
  return running;
}

async function refresh(since: number): Promise<boolean> {
  if (Number(localStorage.getItem(REFRESHED_AT)) > since) return true;
  const outcome = await send({ endpoint: refreshSession });
  if ('error' in outcome) return false;
  localStorage.setItem(REFRESHED_AT, String(Date.now()));
  return true;
}

function inTurn(action: () => Promise<boolean>): Promise<boolean> {
  // Absent where the page is not secure; the server forgives two tabs that refresh at once.
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? action() : locks.request('buckle.refresh', action);
}
