import { parentPort, workerData } from 'node:worker_threads';
import { yieldProcessor } from '#kernel/yield-processor.ts';
import { Analyser } from '../analyser/analyser.ts';
import { IndexMissing, type IndexedPassage } from '../port.ts';
import { isDamage } from './index-file.ts';
import { IndexReader } from './index-reader.ts';
import { IndexWriters } from './index-writer.ts';
import type { Answer, IndexFault, Task, Tasks, ThreadData } from './tasks.ts';
import { buffersOf, type CountedTerms, TermCounter } from './term-counter.ts';

/** A thread that cuts passages, writes indexes and searches them: as its owner asks. */
// `SearchThread` starts it with this.
const { folder, yields } = workerData as ThreadData;
if (yields) yieldProcessor();
const writers = new IndexWriters(folder);
const readers = new Map<string, IndexReader>();
let loaded: Analyser | undefined;

/** Made when it is first needed: its dictionary takes some 60 MB. */
function analyser(): Analyser {
  return (loaded ??= new Analyser());
}

const counter = new TermCounter();

function cut(passages: readonly Pick<IndexedPassage, 'title' | 'content'>[]): readonly CountedTerms[] {
  for (const { title, content } of passages) {
    analyser().cut(title, (text, from, to) => counter.add(text, from, to, TITLE_WORTH));
    analyser().cut(content, (text, from, to) => counter.add(text, from, to, 1));
    counter.end();
  }
  return counter.take();
}

function put({ index, reading, passages }: Tasks['put']['given']): void {
  try {
    writers.of(index).put(reading, passages);
  } finally {
    // There is little else here that would have the memory collected soon: without this some 50 MB of it would pile up.
    for (const buffer of buffersOf(passages)) buffer.transfer(0);
  }
}

/** A title's words say more of a passage than its other ones. */
const TITLE_WORTH = 2;

function readerOf(index: string): IndexReader {
  const known = readers.get(index);
  if (known) {
    readers.delete(index);
    readers.set(index, known);
    return known;
  }
  const reader = new IndexReader(folder, index);
  readers.set(index, reader);
  for (const name of readers.keys()) {
    const bytes = [...readers.values()].reduce((sum, { bytes: held }) => sum + held, 0);
    if (name === index || (readers.size <= MOST_OPEN && bytes <= MOST_BYTES)) break;
    release(name);
  }
  return reader;
}

function release(index: string): void {
  readers.get(index)?.close();
  readers.delete(index);
}

/** Indexes that are held open at once, and the bytes of their codes. */
const MOST_OPEN = 32;
const MOST_BYTES = 1024 ** 3;

const handlers: { readonly [Name in keyof Tasks]: (given: Tasks[Name]['given']) => Tasks[Name]['result'] } = {
  cut,
  create: ({ index }) => writers.create(index),
  put,
  flush: ({ index }) => writers.of(index).flush(),
  remove: ({ index, passageIds }) => writers.of(index).remove(passageIds),
  show: ({ index, reading, fields }) => writers.of(index).show(reading, fields),
  hide: ({ index, documentId }) => writers.of(index).hide(documentId),
  removeEarlier: ({ index, documentId }) => writers.of(index).removeEarlier(documentId),
  removeDocument: ({ index, documentId }) => writers.of(index).removeDocument(documentId),
  drop: ({ index }) => writers.drop(index),
  describe: ({ index }) => readerOf(index).describe(),
  fields: ({ index }) => readerOf(index).fields(),
  search: ({ index, query }) => readerOf(index).search(analyser(), query),
  release: ({ index }) => release(index),
};

function faultIn(error: unknown): IndexFault | undefined {
  if (error instanceof IndexMissing) return 'missing';
  return isDamage(error) ? 'damaged' : undefined;
}

function handle({ name, given }: Pick<Task, 'name' | 'given'>): unknown {
  // A task's name and what it is given belong together; see `SearchThread.run`.
  return (handlers[name] as (given: unknown) => unknown)(given);
}

parentPort?.on('message', ({ id, ...task }: Task) => {
  try {
    const result = handle(task);
    // What was cut is not copied: it is given away.
    answer({ id, result }, task.name === 'cut' ? buffersOf(result as Tasks['cut']['result']) : []);
  } catch (error) {
    answer({ id, error, fault: faultIn(error) });
  }
});

function answer(message: Answer, given: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, given);
}
