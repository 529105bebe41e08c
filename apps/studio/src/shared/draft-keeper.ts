import { isApiFailure } from '../api/failure.ts';

/** A draft as the server has it. */
export interface SavedDraft<Content> {
  readonly revision: number;
  readonly content: Content;
}

/** What was typed and not saved, as it is kept for a page that is loaded again. */
export interface Unsaved<Content, Edited> {
  /** What it was typed onto. */
  readonly base: SavedDraft<Content>;
  readonly edited: Edited;
}

/** How saving stands. */
export type SaveState<Content = unknown> =
  | { readonly kind: 'saved' | 'waiting' | 'saving' | 'invalid' }
  | { readonly kind: 'failed'; readonly failure: unknown }
  | { readonly kind: 'conflict'; readonly theirs: SavedDraft<Content> };

/** Whether something cannot be saved as it stands; what is only on its way is saved when the page is left. */
export function isStuck({ kind }: SaveState): boolean {
  return kind === 'failed' || kind === 'invalid' || kind === 'conflict';
}

/** What a keeper is given to do its work with. */
export interface DraftPort<Content, Edited> {
  /** What is saved, opened for editing. */
  readonly open: (content: Content) => Edited;
  /** What is edited, as it is saved; undefined while it cannot be. */
  readonly contentOf: (edited: Edited) => Content | undefined;
  readonly put: (draft: SavedDraft<Content>) => Promise<SavedDraft<Content>>;
  readonly get: () => Promise<SavedDraft<Content>>;
  /** Remembers what is not saved, beyond the life of the page; `undefined` forgets it. */
  readonly remember: (unsaved: Unsaved<Content, Edited> | undefined) => void;
}

/** What the page shows. */
export interface Kept<Content, Edited> {
  readonly edited: Edited;
  readonly state: SaveState<Content>;
  /** What is saved; it is what was typed onto. */
  readonly base: SavedDraft<Content>;
}

/** So long after the last key, in milliseconds, what was typed is saved. */
const PAUSE = 700;

/**
 * Keeps what is typed into a draft and saves it. Nothing typed is ever dropped: while it cannot be
 * saved it stays, here and where `remember` puts it, and a draft that was changed elsewhere is shown
 * beside it for the user to choose.
 */
export class DraftKeeper<Content, Edited> {
  readonly #port: DraftPort<Content, Edited>;
  readonly #listeners = new Set<() => void>();
  #kept: Kept<Content, Edited>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;

  /** Begins with the draft as it was read; or with what was typed before and not saved. */
  constructor(draft: SavedDraft<Content>, port: DraftPort<Content, Edited>, unsaved?: Unsaved<Content, Edited>) {
    this.#port = port;
    this.#kept = { edited: unsaved?.edited ?? port.open(draft.content), state: { kind: 'saved' }, base: unsaved?.base ?? draft };
    if (unsaved) this.#schedule();
  }

  readonly kept = (): Kept<Content, Edited> => this.#kept;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes what was typed. */
  readonly change = (edited: Edited): void => {
    this.#set({ edited });
    this.#port.remember({ base: this.#kept.base, edited });
    // A conflict is for the user to resolve; what is typed meanwhile counts as theirs.
    if (this.#kept.state.kind !== 'conflict') this.#schedule();
  };

  /** Takes a newer draft that was read meanwhile, unless something was typed. */
  adopt(draft: SavedDraft<Content>): void {
    if (this.#kept.state.kind !== 'saved' || draft.revision <= this.#kept.base.revision) return;
    const { revision, content } = draft;
    this.#set({ edited: this.#port.open(content), base: { revision, content } });
  }

  /** Saves now what waits. Resolves to whether everything that was typed is saved. */
  async flush(): Promise<boolean> {
    while (this.#saving) await this.#saving;
    if (this.#isOpen()) {
      this.#cancelTimer();
      this.#saving = this.#save().finally(() => {
        this.#saving = undefined;
      });
      await this.#saving;
    }
    return this.#kept.state.kind === 'saved';
  }

  /** Settles a conflict with what the user has chosen of both, and saves it. */
  async resolve(edited: Edited): Promise<void> {
    const { state } = this.#kept;
    if (state.kind !== 'conflict') return;
    this.#set({ edited, base: state.theirs, state: { kind: 'waiting' } });
    this.#port.remember({ base: state.theirs, edited });
    await this.flush();
  }

  /** Stops waiting, as when the page goes. */
  close(): void {
    this.#cancelTimer();
  }

  /** Whether something was typed that saving can be tried with. */
  #isOpen(): boolean {
    return ['waiting', 'failed', 'invalid'].includes(this.#kept.state.kind);
  }

  #schedule(): void {
    this.#cancelTimer();
    if (this.#kept.state.kind !== 'saving') this.#set({ state: { kind: 'waiting' } });
    this.#timer = setTimeout(() => void this.flush(), PAUSE);
  }

  #cancelTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #save(): Promise<void> {
    const { edited, base } = this.#kept;
    const content = this.#port.contentOf(edited);
    if (content === undefined) this.#set({ state: { kind: 'invalid' } });
    else await this.#put(edited, { revision: base.revision, content });
    if (this.#kept.edited !== edited && this.#kept.state.kind === 'waiting') this.#schedule();
  }

  async #put(edited: Edited, draft: SavedDraft<Content>): Promise<void> {
    if (isSame(draft.content, this.#kept.base.content)) {
      this.#saved(edited, this.#kept.base);
      return;
    }
    this.#set({ state: { kind: 'saving' } });
    try {
      this.#saved(edited, await this.#port.put(draft));
    } catch (error) {
      if (isApiFailure(error) && error.status === 409) await this.#compare(edited, draft);
      else this.#set({ state: { kind: 'failed', failure: error } });
    }
  }

  /** Reads what was saved elsewhere. It may be our own, where the answer was lost on the way. */
  async #compare(edited: Edited, draft: SavedDraft<Content>): Promise<void> {
    try {
      const theirs = await this.#port.get();
      if (isSame(theirs.content, draft.content)) this.#saved(edited, theirs);
      else this.#set({ state: { kind: 'conflict', theirs } });
    } catch (error) {
      this.#set({ state: { kind: 'failed', failure: error } });
    }
  }

  #saved(edited: Edited, { revision, content }: SavedDraft<Content>): void {
    const isAll = this.#kept.edited === edited;
    const base = { revision, content };
    this.#set({ base, state: { kind: isAll ? 'saved' : 'waiting' } });
    this.#port.remember(isAll ? undefined : { base, edited: this.#kept.edited });
  }

  #set(changes: Partial<Kept<Content, Edited>>): void {
    this.#kept = { ...this.#kept, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether two values of JSON are the same, in whatever order their keys are. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((entry, index) => isSame(entry, other[index]));
  }
  const fields = new Map(written(other));
  const own = written(one);
  return own.length === fields.size && own.every(([key, value]) => fields.has(key) && isSame(value, fields.get(key)));
}

/** The fields that JSON writes. */
function written(value: object): [key: string, value: unknown][] {
  return Object.entries(value).filter(([, entry]) => entry !== undefined);
}
