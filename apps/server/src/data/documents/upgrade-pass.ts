import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyDefinition } from './definition.ts';
import type { UpgradeProgress } from './port.ts';
import { NewerData } from './port.ts';

/** How far the pass over a collection has come: the last id it looked at, and how many before. */
export interface UpgradePosition {
  readonly after: string;
  readonly done: number;
}

/** What the store remembers of a collection. Without a `position` all of its documents are upgraded. */
export interface CollectionState {
  readonly schemaVersion: number;
  readonly position?: UpgradePosition;
}

/** What the pass needs of an adapter's collection. */
export interface Upgradable {
  readonly definition: AnyDefinition;
  /** How many documents there are. */
  total(): Promise<number>;
  /** The next documents in the order of their ids, with the version that each was stored by. */
  scan(after: string, limit: number): Promise<readonly { readonly id: string; readonly schemaVersion: number }[]>;
  /** Rewrites a document that is of an earlier version; its revision stays. */
  rewrite(id: string): Promise<void>;
  /** Remembers the state of the collection. */
  save(state: CollectionState): Promise<void>;
}

const BATCH = 100;

/**
 * What the store has to remember of a collection that is opened with `definition`. Throws
 * `NewerData` where its documents are of a later version.
 */
export function nextState(definition: AnyDefinition, stored: CollectionState | undefined): CollectionState {
  const { name, schemaVersion } = definition;
  if (stored === undefined) return { schemaVersion };
  if (stored.schemaVersion > schemaVersion) {
    throw new NewerData(
      `The data was written by a newer Buckle (${name} has version ${stored.schemaVersion}, this one knows ${schemaVersion}): start that one.`,
    );
  }
  return stored.schemaVersion < schemaVersion ? { schemaVersion, position: { after: '', done: 0 } } : stored;
}

/** The pass that brings every document of a collection to the schema version of its definition. */
export class UpgradePass {
  readonly #collection: Upgradable;
  #position: UpgradePosition;
  #total = 0;
  #state: UpgradeProgress['state'] = 'running';
  #reason: string | undefined;
  #stopped = false;

  constructor(collection: Upgradable, position: UpgradePosition) {
    this.#collection = collection;
    this.#position = position;
  }

  get progress(): UpgradeProgress {
    const { name, schemaVersion } = this.#collection.definition;
    const { done } = this.#position;
    return {
      collection: name,
      toVersion: schemaVersion,
      done,
      total: Math.max(done, this.#total),
      state: this.#state,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    };
  }

  /** Runs to the end of the collection or until it is stopped; its position is kept after every batch. */
  async run(): Promise<void> {
    const { definition } = this.#collection;
    try {
      this.#total = await this.#collection.total();
      while (!this.#stopped && (await this.#batch())) await nextTurn();
      if (this.#stopped) return;
      await this.#collection.save({ schemaVersion: definition.schemaVersion });
      this.#state = 'done';
    } catch (error) {
      if (this.#stopped) return;
      this.#state = 'failed';
      this.#reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${definition.name}: the upgrade to version ${definition.schemaVersion} failed: ${this.#reason}`, {
        cause: error,
      });
    }
  }

  /** Ends the pass after the batch it is at; the next start goes on from there. */
  stop(): void {
    this.#stopped = true;
  }

  /** Upgrades the next documents; says whether there were any. */
  async #batch(): Promise<boolean> {
    const { schemaVersion } = this.#collection.definition;
    const found = await this.#collection.scan(this.#position.after, BATCH);
    const last = found.at(-1);
    if (last === undefined) return false;
    const outdated = found.filter((document) => document.schemaVersion < schemaVersion);
    await Promise.all(outdated.map((document) => this.#collection.rewrite(document.id)));
    if (this.#stopped) return false;
    this.#position = { after: last.id, done: this.#position.done + found.length };
    await this.#collection.save({ schemaVersion, position: this.#position });
    return true;
  }
}
