import type { Unsaved } from './draft-keeper.ts';

/** In this tab's own memory, which outlives a reload and signing in again, and no visit of somebody else. */
const PREFIX = 'buckle.draft.';

/** What was typed into a draft in this tab and not saved; `id` is that of what it is a draft of. */
export function unsavedOf<Content, Edited>(id: string): Unsaved<Content, Edited> | undefined {
  const text = sessionStorage.getItem(PREFIX + id);
  // Written by `rememberUnsaved`.
  return text === null ? undefined : (JSON.parse(text) as Unsaved<Content, Edited>);
}

/** What keeps what was typed into one draft. */
export interface Memory<Content, Edited> {
  /** Remembers it within a moment, since a large draft takes its time; `undefined` forgets it at once. */
  readonly remember: (unsaved: Unsaved<Content, Edited> | undefined) => void;
  /** Writes now what waits for that, as when the page goes. */
  readonly write: () => void;
}

/** So long, in milliseconds, after the first key something typed is remembered. */
const SOON = 300;

/** The memory of a draft. What is larger than a browser keeps is not remembered. */
export function memoryOf<Content, Edited>(id: string): Memory<Content, Edited> {
  let waiting: Unsaved<Content, Edited> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting !== undefined) put(PREFIX + id, JSON.stringify(waiting));
    waiting = undefined;
  };
  const remember = (unsaved: Unsaved<Content, Edited> | undefined): void => {
    waiting = unsaved;
    if (unsaved !== undefined) timer ??= setTimeout(write, SOON);
    else sessionStorage.removeItem(PREFIX + id);
  };
  return { remember, write };
}

function put(key: string, text: string): void {
  sessionStorage.removeItem(key);
  try {
    sessionStorage.setItem(key, text);
  } catch (error) {
    // The page still warns before it is left.
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
  }
}
