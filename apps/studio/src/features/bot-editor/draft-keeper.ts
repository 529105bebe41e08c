import type { BotDefinition } from '@buckle/contract';
import { isApiFailure } from '../../api/failure.ts';
import { definitionOf, type EditedBot, editedOf } from './edited-bot.ts';
import { type Problems, problemsOf } from './problems.ts';

/** A draft as the server has it. */
export interface SavedDraft {
  readonly revision: number;
  readonly definition: BotDefinition;
}

/** What was typed and not saved, as it is kept for a page that is loaded again. */
export interface Unsaved {
  /** What it was typed onto. */
  readonly base: SavedDraft;
  readonly edited: EditedBot;
}

/** How saving stands. */
export type SaveState =
  | { readonly kind: 'saved' | 'waiting' | 'saving' | 'invalid' }
  | { readonly kind: 'failed'; readonly failure: unknown }
  | { readonly kind: 'conflict'; readonly theirs: SavedDraft };

/** What a keeper is given to do its work with. */
export interface DraftPort {
  readonly put: (draft: SavedDraft) => Promise<SavedDraft>;
  readonly get: () => Promise<SavedDraft>;
  /** Remembers what is not saved, beyond the life of the page; `undefined` forgets it. */
  readonly remember: (unsaved: Unsaved | undefined) => void;
}

/** What the page shows. */
export interface Kept {
  readonly edited: EditedBot;
  readonly problems: Problems;
  readonly state: SaveState;
  /** What is saved; it is what was typed onto. */
  readonly base: SavedDraft;
}

/** So long after the last key, in milliseconds, what was typed is saved. */
const PAUSE = 700;

/**
 * Keeps what is typed into a bot and saves it. Nothing typed is ever dropped: while it cannot be
 * saved it stays, here and where `remember` puts it, and a draft that was changed elsewhere is shown
 * beside it for the user to choose.
 */
export class DraftKeeper {
  readonly #port: DraftPort;
  readonly #listeners = new Set<() => void>();
  #kept: Kept;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;

  /** Begins with the draft as it was read; or with what was typed before and not saved. */
  constructor(draft: SavedDraft, port: DraftPort, unsaved?: Unsaved) {
    this.#port = port;
    const edited = unsaved?.edited ?? editedOf(draft.definition);
    this.#kept = { edited, problems: problemsOf(edited), state: { kind: 'saved' }, base: unsaved?.base ?? draft };
    if (unsaved) this.#schedule();
  }

  readonly kept = (): Kept => this.#kept;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes what was typed. */
  readonly change = (changes: Partial<EditedBot>): void => {
    const edited = { ...this.#kept.edited, ...changes };
    this.#set({ edited, problems: problemsOf(edited) });
    this.#port.remember({ base: this.#kept.base, edited });
    // A conflict is for the user to resolve; what is typed meanwhile counts as theirs.
    if (this.#kept.state.kind !== 'conflict') this.#schedule();
  };

  /** Takes a newer draft that was read meanwhile, unless something was typed. */
  adopt({ revision, definition }: SavedDraft): void {
    if (this.#kept.state.kind !== 'saved' || revision <= this.#kept.base.revision) return;
    const edited = editedOf(definition);
    this.#set({ edited, problems: problemsOf(edited), base: { revision, definition } });
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
  async resolve(edited: EditedBot): Promise<void> {
    const { state } = this.#kept;
    if (state.kind !== 'conflict') return;
    this.#set({ edited, problems: problemsOf(edited), base: state.theirs, state: { kind: 'waiting' } });
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
    const { edited, problems, base } = this.#kept;
    if (problems.size > 0) {
      this.#set({ state: { kind: 'invalid' } });
    } else {
      await this.#put(edited, { revision: base.revision, definition: definitionOf(edited) });
    }
    if (this.#kept.edited !== edited && this.#kept.state.kind === 'waiting') this.#schedule();
  }

  async #put(edited: EditedBot, draft: SavedDraft): Promise<void> {
    if (isSame(draft.definition, this.#kept.base.definition)) {
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
  async #compare(edited: EditedBot, draft: SavedDraft): Promise<void> {
    try {
      const theirs = await this.#port.get();
      if (isSame(theirs.definition, draft.definition)) this.#saved(edited, theirs);
      else this.#set({ state: { kind: 'conflict', theirs } });
    } catch (error) {
      this.#set({ state: { kind: 'failed', failure: error } });
    }
  }

  #saved(edited: EditedBot, { revision, definition }: SavedDraft): void {
    const isAll = this.#kept.edited === edited;
    const base = { revision, definition };
    this.#set({ base, state: { kind: isAll ? 'saved' : 'waiting' } });
    this.#port.remember(isAll ? undefined : { base, edited: this.#kept.edited });
  }

  #set(changes: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether two values of JSON are the same, in whatever order their keys are. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
