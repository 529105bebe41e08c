import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { openEmbeddedSearch } from '#data/search/index.ts';
import type { Search } from '#data/search/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { EchoServer } from './testing/echo-server.ts';
import { TimerlessProcess } from './testing/timerless-process.ts';

/** What may still name what was deleted: the log, and the work that did it. */
const KEEPERS = ['auditEntries', 'work', 'idempotency_keys'];
const BY_LINES = { mode: 'custom', separator: '\n', max_tokens: 50 } as const;

const disk = new Disk();
const clock = new ManualClock();
let folder: string;
let search: Search;
let web: EchoServer;
let ada: string;
let workspace_id: string;
/** The process that nobody has killed yet. */
let living: TimerlessProcess;

/** Starts the process that comes after a kill; the index is what it was. */
async function start(stopAfter?: number) {
  const documents = await disk.open(stopAfter === undefined ? {} : { stopAfter });
  return { documents, process: TimerlessProcess.start(folder, documents, clock, search, { BUCKLE_OUTBOUND_ALLOW: new URL(web.address).host }) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-knowledge-'));
  search = await openEmbeddedSearch(join(folder, 'search'));
  web = await EchoServer.start(({ url }) => (url === '/robots.txt' ? { status: 404, body: '' } : { body: 'The museum opens at nine.' }));
  living = await (await start()).process;
  ada = await living.administrator();
  workspace_id = (await living.call(ada, contract.createWorkspace, { body: { name: 'Team' } })).id;
}, 60_000);
afterAll(async () => {
  await living.close();
  await search.close();
  await web.close();
  await rm(folder, { recursive: true });
});

/** A data set with a document whose passages are "apple" and "pear". */
interface Scene {
  readonly datasetId: string;
  readonly documentId: string;
  readonly passageId: string;
}

async function prepare(process: TimerlessProcess): Promise<Scene> {
  const { id: datasetId } = await process.call(ada, contract.createDataset, { body: { workspace_id, name: 'Fruit', embedding_model_id: '' } });
  const body = { source: { type: 'text' as const, text: 'apple\npear' }, splitting: BY_LINES, fields: { year: 1 } };
  const { id: documentId } = await process.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body });
  await process.finish();
  const { items: [apple] } = await process.call(ada, contract.listPassages, { params: { document_id: documentId } });
  return { datasetId, documentId, passageId: apple?.id ?? '' };
}

async function found(process: TimerlessProcess, datasetId: string, query: string, filter: z.input<typeof contract.searchFilter> = []): Promise<string[]> {
  return (await process.call(ada, contract.searchKnowledge, { body: { dataset_ids: [datasetId], query, filter } })).items.map(({ content }) => content);
}

/** Everything that a data set says of itself, which must be of one piece. */
async function seen(process: TimerlessProcess, { datasetId }: Scene) {
  const { items } = await process.call(ada, contract.listDocuments, { params: { dataset_id: datasetId } });
  const documents = await Promise.all(items.map(async ({ id, state, passages, fields }) => {
    const listed = await process.call(ada, contract.listPassages, { params: { document_id: id } });
    return { state, passages, year: fields['year'], contents: listed.items.filter(({ enabled }) => enabled).map(({ content }) => content) };
  }));
  const words = {
    apple: await found(process, datasetId, 'apple'),
    pear: await found(process, datasetId, 'pear'),
    plum: await found(process, datasetId, 'plum'),
    ofYear: await found(process, datasetId, 'pear', [{ field: 'year', in: [2] }]),
  };
  const { passages } = await process.call(ada, contract.getDataset, { params: { dataset_id: datasetId } });
  return { documents, words, indexed: passages };
}

interface Change {
  readonly run: (process: TimerlessProcess, scene: Scene) => Promise<unknown>;
  /** What is seen where it has taken place. */
  readonly after: object;
}

const ready = { state: 'ready', passages: 2, year: 1, contents: ['apple', 'pear'] };
const BEFORE = { documents: [ready], words: { apple: ['apple'], pear: ['pear'], plum: [], ofYear: [] }, indexed: 2 };
const document = ({ documentId }: Scene) => ({ document_id: documentId });
const passage = ({ passageId }: Scene) => ({ passage_id: passageId });

const changes: Readonly<Record<string, Change>> = {
  'a document that is added': {
    run: (process, { datasetId }) => process.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body: { source: { type: 'text', text: 'plum' } } }),
    after: { documents: [{ state: 'ready', passages: 1, year: undefined, contents: ['plum'] }, ready], words: { ...BEFORE.words, plum: ['plum'] }, indexed: 3 },
  },
  'a document that is cut otherwise': {
    run: (process, scene) => process.call(ada, contract.updateDocument, { params: document(scene), body: { splitting: { ...BY_LINES, separator: '|' } } }),
    after: { documents: [{ ...ready, passages: 1, contents: ['apple\npear'] }], words: { ...BEFORE.words, apple: ['apple\npear'], pear: ['apple\npear'] }, indexed: 1 },
  },
  'fields of a document': {
    run: (process, scene) => process.call(ada, contract.updateDocument, { params: document(scene), body: { fields: { year: 2 } } }),
    after: { ...BEFORE, documents: [{ ...ready, year: 2 }], words: { ...BEFORE.words, ofYear: ['pear'] } },
  },
  'a passage that is edited': {
    run: (process, scene) => process.call(ada, contract.updatePassage, { params: passage(scene), body: { content: 'plum' } }),
    after: { documents: [{ ...ready, contents: ['plum', 'pear'] }], words: { ...BEFORE.words, apple: [], plum: ['plum'] }, indexed: 2 },
  },
  'a passage that is hidden': {
    run: (process, scene) => process.call(ada, contract.updatePassage, { params: passage(scene), body: { enabled: false } }),
    after: { documents: [{ ...ready, contents: ['pear'] }], words: { ...BEFORE.words, apple: [] }, indexed: 1 },
  },
};

/** Makes a change in a process that dies after so many commits, and finishes what it left. Returns whether it was acknowledged, and whether it had ended. */
async function killedAfter(stopAfter: number, run: (process: TimerlessProcess) => Promise<unknown>) {
  await living.close();
  const { documents, process } = await start(stopAfter);
  let isAcknowledged = false;
  const story = (async () => {
    const dying = await process;
    await run(dying);
    isAcknowledged = true;
    await dying.finish();
    return true;
  })();
  const hasEnded = await Promise.race([documents.stopped.then(() => false), story]);
  living = await (await start()).process;
  await living.finish();
  return { isAcknowledged, hasEnded };
}

describe('a change of knowledge whose process is killed after each of its commits', () => {
  it.each(Object.entries(changes))('has taken place as a whole, or not at all: %s', async (_, { run, after }) => {
    for (let stopAfter = 1, hasEnded = false; !hasEnded; stopAfter += 1) {
      const scene = await prepare(living);
      const killed = await killedAfter(stopAfter, (process) => run(process, scene));
      hasEnded = killed.hasEnded;
      expect([...(killed.isAcknowledged ? [] : [BEFORE]), after], `killed after ${stopAfter} commits`).toContainEqual(await seen(living, scene));
    }
  }, 240_000);

  it.each([
    ['a document', (process: TimerlessProcess, scene: Scene) => process.call(ada, contract.deleteDocument, { params: document(scene) }), ({ documentId }: Scene) => documentId],
    ['a data set', (process: TimerlessProcess, { datasetId }: Scene) => process.call(ada, contract.deleteDataset, { params: { dataset_id: datasetId } }), ({ datasetId }: Scene) => datasetId],
  ] as const)('leaves nothing of %s that is deleted', async (_, run, idOf) => {
    for (let stopAfter = 1, hasEnded = false; !hasEnded; stopAfter += 1) {
      const scene = await prepare(living);
      const killed = await killedAfter(stopAfter, (process) => run(process, scene));
      hasEnded = killed.hasEnded;
      const left = disk.dump().filter((line) => !KEEPERS.includes(line.slice(0, line.indexOf(':'))) && line.includes(idOf(scene)));
      const outcome = left.length > 0
        ? { isAcknowledged: killed.isAcknowledged, seen: await seen(living, scene) }
        : { indexed: (await search.describe(`${scene.datasetId}-1`))?.passages ?? 0 };
      expect([{ isAcknowledged: false, seen: BEFORE }, { indexed: 0 }], `killed after ${stopAfter} commits`).toContainEqual(outcome);
    }
  }, 240_000);
});

it('leaves nothing of a document that is deleted while it is read', async () => {
  const { datasetId } = await prepare(living);
  const text = Array.from({ length: 5_000 }, (_, at) => `Line ${at} of plums.`).join('\n');
  const { id } = await living.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body: { source: { type: 'text', text }, splitting: BY_LINES } });
  const linesOf = () => disk.dump().filter((line) => !KEEPERS.includes(line.slice(0, line.indexOf(':'))) && line.includes(id));
  const finished = living.finish();
  await vi.waitFor(() => expect(linesOf().length).toBeGreaterThan(100), { timeout: 20_000 });
  await living.call(ada, contract.deleteDocument, { params: { document_id: id } });
  await finished;
  await living.finish();
  expect(linesOf()).toEqual([]);
  expect(await search.describe(`${datasetId}-1`)).toMatchObject({ passages: 2 });
}, 60_000);

it('leaves no fetched page behind that is not its document\'s, and none of a document that is deleted', async () => {
  const files = () => disk.dump().filter((line) => line.startsWith('files:')).length;
  const { datasetId } = await prepare(living);
  const others = files();
  for (let stopAfter = 1, hasEnded = false; !hasEnded; stopAfter += 1) {
    const { id } = await living.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body: { source: { type: 'web', url: `${web.address}/museum` }, allow_duplicate: true } });
    await living.finish();
    expect(files()).toBe(others + 1);
    hasEnded = (await killedAfter(stopAfter, (process) => process.call(ada, contract.readDocumentAgain, { params: { document_id: id } }))).hasEnded;
    expect(files(), `read anew, killed after ${stopAfter} commits`).toBe(others + 1);
    expect(await living.call(ada, contract.getDocument, { params: { document_id: id } })).toMatchObject({ state: 'ready', passages: 1 });
    await living.call(ada, contract.deleteDocument, { params: { document_id: id } });
    await living.finish();
    expect(files(), `deleted, killed after ${stopAfter} commits`).toBe(others);
  }
}, 240_000);
