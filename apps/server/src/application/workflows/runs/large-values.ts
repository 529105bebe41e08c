import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import { roughLength } from '#kernel/rough-length.ts';
import type { SealedFiles } from '#services/storage/index.ts';
import type { RunEntry } from '../engine/journal.ts';

/** A value that lies in a file: where it stood, its hash, which names the file among those of its run, and its size in bytes. */
export interface StoredValue {
  readonly at: readonly (string | number)[];
  readonly hash: string;
  readonly size: number;
}

/** An entry as it is kept: what was large in it stands in files, and `null` in its place. */
export type KeptEntry = RunEntry & { readonly stored?: readonly StoredValue[] };

/** A value as it is kept. */
export interface KeptValue {
  readonly value: unknown;
  readonly stored: readonly StoredValue[];
}

/** What of an entry may be large: what nodes take and give, and what they are answered. */
const LARGE_FIELDS: ReadonlySet<string> = new Set(['inputs', 'outputs', 'assigns', 'message', 'value', 'answer']);

/**
 * The large values of runs, which lie in files rather than in journals and histories. A file is named by what
 * is in it, so one value is stored once for its run, however often it is passed on, and storing it again
 * after a kill changes nothing.
 */
export class LargeValues {
  readonly #storage: SealedFiles;
  readonly #limit: number;

  /** `limit`: the length from which on a value is large, in characters of its JSON. */
  constructor(storage: SealedFiles, limit: number) {
    this.#storage = storage;
    this.#limit = limit;
  }

  /** The large values of one run. */
  of(workspaceId: string, runId: string): RunValues {
    return new RunValues(this.#storage, this.#limit, { workspaceId, runId });
  }

  /** Removes the files of a run. */
  removeOf(workspaceId: string, runId: string): Promise<void> {
    return this.#storage.deleteAll(`${prefixOf(workspaceId)}${runId}/`);
  }

  /** Removes the files of all runs of a workspace. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void> {
    return this.#storage.deleteAll(prefixOf(workspaceId), watch);
  }
}

function prefixOf(workspaceId: string): string {
  return `runs/${workspaceId}/`;
}

/** The large values of one run. */
export class RunValues {
  readonly #storage: SealedFiles;
  readonly #limit: number;
  readonly #run: { readonly workspaceId: string; readonly runId: string };
  /** The hashes of those that are in their files: others may be reading them, and a file that is written anew meanwhile cannot be opened. */
  readonly #known = new Set<string>();

  constructor(storage: SealedFiles, limit: number, run: { readonly workspaceId: string; readonly runId: string }) {
    this.#storage = storage;
    this.#limit = limit;
    this.#run = run;
  }

  /** Entries as they are kept; what was large in them is durable in files when this resolves. */
  async shrink(entries: readonly RunEntry[]): Promise<readonly KeptEntry[]> {
    const kept: KeptEntry[] = [];
    for (const entry of entries) kept.push(roughLength(entry) > this.#limit ? await this.#shrinkEntry(entry) : entry);
    return kept;
  }

  async #shrinkEntry(entry: KeptEntry): Promise<KeptEntry> {
    // It is small already, but for what is large and no value.
    if (entry.stored !== undefined) return entry;
    const stored: StoredValue[] = [];
    const fields: (readonly [string, unknown])[] = [];
    for (const [name, value] of Object.entries(entry)) fields.push([name, LARGE_FIELDS.has(name) ? await this.#take(value, [name], stored) : value]);
    const small: unknown = Object.fromEntries(fields);
    // Its fields are those of the entry, some of them empty.
    return { ...(small as RunEntry), ...(stored.length > 0 ? { stored } : {}) };
  }

  /** A value as it is kept. */
  async shrinkValue(value: unknown): Promise<KeptValue> {
    const stored: StoredValue[] = [];
    return { value: await this.#take(value, [], stored), stored };
  }

  /** Entries as they were. Throws `FileMissing` and `SealBroken`. */
  async restore(entries: readonly KeptEntry[]): Promise<readonly RunEntry[]> {
    const whole: RunEntry[] = [];
    for (const { stored, ...entry } of entries) {
      // What was taken out of it is back in its place.
      whole.push(stored === undefined ? (entry as RunEntry) : ((await this.restoreValue({ value: entry, stored })) as RunEntry));
    }
    return whole;
  }

  /** A value as it was. */
  async restoreValue({ value, stored }: KeptValue): Promise<unknown> {
    let whole = value;
    // What lay inside of another large value was taken out before it.
    for (const { at, hash, size } of stored.toReversed()) whole = withValueAt(whole, at, await this.#read(hash, size));
    return whole;
  }

  /** What stays of a value: the large parts of it go into files, the innermost first. */
  async #take(value: unknown, at: readonly (string | number)[], stored: StoredValue[]): Promise<unknown> {
    if (roughLength(value) <= this.#limit) return value;
    let left = value;
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const [index, item] of value.entries()) items.push(await this.#take(item, [...at, index], stored));
      left = items;
    } else if (typeof value === 'object' && value !== null) {
      const fields: (readonly [string, unknown])[] = [];
      for (const [name, field] of Object.entries(value)) fields.push([name, await this.#take(field, [...at, name], stored)]);
      left = Object.fromEntries(fields);
    }
    if (roughLength(left) <= this.#limit) return left;
    stored.push({ at, ...(await this.#store(left)) });
    return null;
  }

  async #store(value: unknown): Promise<Pick<StoredValue, 'hash' | 'size'>> {
    const bytes = Buffer.from(JSON.stringify(value));
    const hash = createHash('sha256').update(bytes).digest('base64url');
    if (!this.#known.has(hash)) {
      await this.#storage.put(this.#run.workspaceId, this.#key(hash), one(bytes));
      this.#known.add(hash);
    }
    return { hash, size: bytes.length };
  }

  async #read(hash: string, size: number): Promise<unknown> {
    const bytes = await buffer(await this.#storage.get(this.#run.workspaceId, { key: this.#key(hash), size }));
    this.#known.add(hash);
    return JSON.parse(bytes.toString()) as unknown;
  }

  #key(hash: string): string {
    return `${prefixOf(this.#run.workspaceId)}${this.#run.runId}/${hash}`;
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A copy of a value with another at a place inside of it. */
function withValueAt(value: unknown, [step, ...rest]: readonly (string | number)[], inside: unknown): unknown {
  if (step === undefined) return inside;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === step ? withValueAt(item, rest, inside) : item));
  const object: object = typeof value === 'object' && value !== null ? value : {};
  return { ...object, [step]: withValueAt(Reflect.get(object, step), rest, inside) };
}
