import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ANALYSER } from '../analyser/analyser.ts';
import { IndexMissing, type IndexedPassage, type Search } from '../port.ts';
import { SearchThread, type TaskDetails, UnusableIndex } from './search-thread.ts';
import type { Tasks } from './tasks.ts';
import { buffersOf, type CountedTerms } from './term-counter.ts';
import { hashOf } from './term-vector.ts';

/** How long a thread that writes stays for the next passages, in milliseconds. */
const WRITERS_IDLE = 60_000;
/** Passages that one thread cuts in one go. */
const CUT_TOGETHER = 100;

/**
 * Indexes as SQLite files in a folder. Threads of their own write and search them, so that nothing else waits, and those
 * that write leave the processor to all others: an index is written by one thread and searched by one; its terms are cut by
 * whichever writing thread has least to do.
 */
class EmbeddedSearch implements Search {
  readonly analyser = ANALYSER;
  readonly #writers: readonly SearchThread[];
  readonly #readers: readonly SearchThread[];

  constructor(folder: string) {
    const cores = availableParallelism();
    this.#writers = Array.from({ length: Math.min(cores, 8) }, () => new SearchThread({ folder, yields: true }, WRITERS_IDLE));
    this.#readers = Array.from({ length: Math.max(1, Math.min(cores - 1, 4)) }, () => new SearchThread({ folder, yields: false }));
  }

  create(index: string): Promise<void> {
    return this.#write(index, 'create', { index });
  }

  async put(...[index, reading, passages]: Parameters<Search['put']>): Promise<void> {
    const texts = (await Promise.all(partsOf(passages).map((part) => this.#cut(part)))).flat();
    const cut = texts.flatMap((text, at) => {
      const passage = passages[at];
      return passage ? [{ ...text, id: passage.id, vector: passage.vector, fields: passage.fields }] : [];
    });
    await this.#write(index, 'put', { index, reading, passages: cut }, { memory: buffersOf(cut), passages: cut.length });
  }

  flush(index: string): Promise<void> {
    return this.#write(index, 'flush', { index });
  }

  remove(...[index, passageIds]: Parameters<Search['remove']>): Promise<void> {
    return this.#write(index, 'remove', { index, passageIds });
  }

  async show(...[index, reading, fields]: Parameters<Search['show']>): Promise<void> {
    await this.#write(index, 'show', { index, reading, fields });
    const { documentId } = reading;
    await untilDone(() => this.#write(index, 'removeEarlier', { index, documentId }));
  }

  hide(...[index, documentId]: Parameters<Search['hide']>): Promise<void> {
    return this.#write(index, 'hide', { index, documentId });
  }

  async removeDocument(...[index, documentId]: Parameters<Search['removeDocument']>): Promise<void> {
    await this.hide(index, documentId);
    await untilDone(() => this.#write(index, 'removeDocument', { index, documentId }));
  }

  async drop(index: string): Promise<void> {
    await this.#reader(index).run('release', { index });
    await this.#write(index, 'drop', { index });
  }

  async describe(index: string): ReturnType<Search['describe']> {
    try {
      return await this.#read(index, 'describe', { index });
    } catch (error) {
      if (error instanceof IndexMissing) return undefined;
      throw error;
    }
  }

  fields(index: string): ReturnType<Search['fields']> {
    return this.#read(index, 'fields', { index });
  }

  search(...[index, query]: Parameters<Search['search']>): ReturnType<Search['search']> {
    return this.#read(index, 'search', { index, query });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#writers, ...this.#readers].map((thread) => thread.close()));
  }

  #write<Name extends keyof Tasks>(index: string, name: Name, given: Tasks[Name]['given'], details?: TaskDetails): Promise<Tasks[Name]['result']> {
    return this.#run(of(this.#writers, index), index, name, given, details);
  }

  #read<Name extends keyof Tasks>(index: string, name: Name, given: Tasks[Name]['given']): Promise<Tasks[Name]['result']> {
    return this.#run(this.#reader(index), index, name, given);
  }

  /** An index whose damage is seen is removed: as a missing one it is built again. */
  async #run<Name extends keyof Tasks>(thread: SearchThread, index: string, name: Name, given: Tasks[Name]['given'], details?: TaskDetails): Promise<Tasks[Name]['result']> {
    try {
      return await thread.run(name, given, details);
    } catch (error) {
      if (!(error instanceof UnusableIndex)) throw error;
      if (error.fault === 'damaged') await this.drop(index);
      throw new IndexMissing(index, { cause: error.cause });
    }
  }

  #reader(index: string): SearchThread {
    return of(this.#readers, index);
  }

  /** Has the terms of passages cut by the thread that has least to do. */
  #cut(passages: readonly IndexedPassage[]): Promise<readonly CountedTerms[]> {
    const thread = this.#writers.reduce((least, other) => (other.load < least.load ? other : least));
    return thread.run('cut', passages.map(({ title, content }) => ({ title, content })), { passages: passages.length });
  }
}

/** Passages in their order, in parts that several threads can cut at once. */
function partsOf(passages: readonly IndexedPassage[]): IndexedPassage[][] {
  return Array.from({ length: Math.ceil(passages.length / CUT_TOGETHER) }, (_, part) => passages.slice(part * CUT_TOGETHER, (part + 1) * CUT_TOGETHER));
}

/** Does something part by part until there is no more of it; what others want of the same thread comes in between. */
async function untilDone(part: () => Promise<boolean>): Promise<void> {
  while (await part());
}

/** The thread that an index belongs to. */
function of(threads: readonly SearchThread[], index: string): SearchThread {
  const thread = threads[hashOf(index) % threads.length];
  if (!thread) throw new Error('There is at least one thread.');
  return thread;
}

/** Opens the indexes in a folder, which is made where it is missing. */
export async function openEmbeddedSearch(folder: string): Promise<Search> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return new EmbeddedSearch(folder);
}
