import type { Unsaved } from './draft-keeper.ts';

/** In this tab's own memory, which outlives a reload and signing in again, and no visit of somebody else. */
const PREFIX = 'buckle.draft.';

/** What was typed into a draft in this tab and not saved; `id` is that of what it is a draft of. */
export function unsavedOf<Content, Edited>(id: string): Unsaved<Content, Edited> | undefined {
  const text = sessionStorage.getItem(PREFIX + id);
  // Written by `rememberUnsaved`.
  return text === null ? undefined : (JSON.parse(text) as Unsaved<Content, Edited>);
}

/** Remembers it; `undefined` forgets it. What is larger than a browser keeps is not remembered. */
export function rememberUnsaved<Content, Edited>(id: string, unsaved: Unsaved<Content, Edited> | undefined): void {
  sessionStorage.removeItem(PREFIX + id);
  if (unsaved === undefined) return;
  try {
    sessionStorage.setItem(PREFIX + id, JSON.stringify(unsaved));
  } catch (error) {
    // The page still warns before it is left.
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
  }
}
