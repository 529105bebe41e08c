import type { Unsaved } from './draft-keeper.ts';

/** In this tab's own memory, which outlives a reload and signing in again, and no visit of somebody else. */
const PREFIX = 'buckle.unsaved.';

/** What was typed into a bot in this tab and not saved. */
export function unsavedOf(botId: string): Unsaved | undefined {
  const text = sessionStorage.getItem(PREFIX + botId);
  // Written by `rememberUnsaved`.
  return text === null ? undefined : (JSON.parse(text) as Unsaved);
}

/** Remembers it; `undefined` forgets it. */
export function rememberUnsaved(botId: string, unsaved: Unsaved | undefined): void {
  if (unsaved === undefined) sessionStorage.removeItem(PREFIX + botId);
  else sessionStorage.setItem(PREFIX + botId, JSON.stringify(unsaved));
}
