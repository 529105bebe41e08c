import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { openEmbeddedSearch } from '#data/search/index.ts';
import type { Search } from '#data/search/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { EchoServer } from './testing/echo-server.ts';
import { TimerlessProcess } from './testing/timerless-process.ts';

const HOUR = 3_600_000;

const disk = new Disk();
const clock = new ManualClock();
let folder: string;
let search: Search;
let web: EchoServer;
let server: TimerlessProcess;
let ada: string;
let workspace_id: string;
let datasetId: string;
let documentId: string;
/** Of this test's page, and how often that was fetched. */
let path = '';
let visits = 0;
let number = 0;
let page: { status?: number; body: string };

async function start(stopAfter?: number) {
  const documents = await disk.open(stopAfter === undefined ? {} : { stopAfter });
  return { documents, process: TimerlessProcess.start(folder, documents, clock, search, { BUCKLE_OUTBOUND_ALLOW: new URL(web.address).host }) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-refreshed-'));
  search = await openEmbeddedSearch(join(folder, 'search'));
  web = await EchoServer.start(({ url }) => {
    if (url === '/robots.txt') return { status: 404, body: '' };
    if (url === path) visits += 1;
    return page;
  });
  server = await (await start()).process;
  ada = await server.administrator();
  workspace_id = (await server.call(ada, contract.createWorkspace, { body: { name: 'Team' } })).id;
}, 60_000);
afterAll(async () => {
  await server.close();
  await search.close();
  await web.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  page = { body: 'It opens at nine.' };
  number += 1;
  path = `/hours/${number}`;
  datasetId = (await server.call(ada, contract.createDataset, { body: { workspace_id, name: 'Facts', embedding_model_id: '' } })).id;
  const body = { source: { type: 'web' as const, url: `${web.address}${path}` }, refresh_hours: 24 };
  documentId = (await server.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body })).id;
  await server.finish();
  visits = 0;
});

// Its page is fetched no more.
afterEach(async () => {
  await server.call(ada, contract.deleteDataset, { params: { dataset_id: datasetId } });
  await server.finish();
});

const document = () => server.call(ada, contract.getDocument, { params: { document_id: documentId } });
const contents = async (query: string) => (await server.call(ada, contract.searchKnowledge, { body: { dataset_ids: [datasetId], query } })).items.map(({ content }) => content);
const refreshAfter = async (hours: number) => {
  await server.refreshAfter(hours * HOUR);
  await server.finish();
};

describe('a web page that is fetched again on a schedule', () => {
  it('says when that is next, until it is turned off', async () => {
    const { refresh_at: next = 0 } = await document();
    expect(next).toBeGreaterThan(clock.now() / 1_000);
    expect(next).toBeLessThanOrEqual(clock.now() / 1_000 + 24 * 3_600);
    await refreshAfter(25);
    expect((await document()).refresh_at).toBeGreaterThan(next);
    await server.call(ada, contract.updateDocument, { params: { document_id: documentId }, body: { refresh_hours: 0 } });
    expect(await document()).not.toHaveProperty('refresh_at');
  });

  it('is fetched when it is due, and not before, and read where it has changed', async () => {
    expect(await document()).toMatchObject({ refresh_hours: 24, state: 'ready' });
    page = { body: 'It opens at ten.' };
    await refreshAfter(20);
    expect(visits).toBe(0);
    await refreshAfter(5);
    expect(visits).toBe(1);
    expect(await contents('opens')).toEqual(['It opens at ten.']);
    await refreshAfter(20);
    expect(visits).toBe(1);
    await refreshAfter(5);
    expect(visits).toBe(2);
  });

  it('keeps what was changed by hand where it has not changed', async () => {
    const { items: [passage] } = await server.call(ada, contract.listPassages, { params: { document_id: documentId } });
    await server.call(ada, contract.updatePassage, { params: { passage_id: passage?.id ?? '' }, body: { content: 'It opens at eleven.' } });
    await refreshAfter(25);
    expect(visits).toBe(1);
    expect(await document()).toMatchObject({ state: 'ready', passages: 1 });
    expect(await contents('opens')).toEqual(['It opens at eleven.']);
  });

  it('keeps what was found before where it cannot be had, says why, and is read when it can', async () => {
    page = { status: 404, body: 'Gone.' };
    await refreshAfter(25);
    expect(await document()).toMatchObject({ state: 'failed', searchable: true, reason: expect.stringContaining('404') as string });
    expect(await contents('opens')).toEqual(['It opens at nine.']);
    page = { body: 'It opens at nine.' };
    await refreshAfter(25);
    expect(await document()).toMatchObject({ state: 'ready' });
  });

  it('is fetched no more when that is turned off, and what is no page is refused', async () => {
    const changed = await server.call(ada, contract.updateDocument, { params: { document_id: documentId }, body: { refresh_hours: 0 } });
    expect(changed.refresh_hours).toBe(0);
    await refreshAfter(100);
    expect(visits).toBe(0);
    const { id } = await server.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body: { source: { type: 'text', text: 'A text.' } } });
    await server.finish();
    await expect(server.call(ada, contract.updateDocument, { params: { document_id: id }, body: { refresh_hours: 24 } })).rejects.toMatchObject({ status: 400 });
  });

  it('is fetched once where two look at the same time', async () => {
    page = { body: 'It opens at ten.' };
    clock.advance(25 * HOUR);
    await Promise.all([server.refreshAfter(0), server.refreshAfter(0)]);
    await server.finish();
    expect(visits).toBe(1);
    expect(await contents('opens')).toEqual(['It opens at ten.']);
  });

  it('is read after a kill at any moment of it', async () => {
    for (let stopAfter = 1, hasEnded = false; !hasEnded; stopAfter += 1) {
      page = { body: `It opens at ${stopAfter}.` };
      await server.close();
      clock.advance(25 * HOUR);
      const { documents, process } = await start(stopAfter);
      const story = (async () => {
        const dying = await process;
        await dying.refreshAfter(0);
        await dying.finish();
        return true;
      })();
      hasEnded = await Promise.race([documents.stopped.then(() => false), story]);
      server = await (await start()).process;
      await server.refreshAfter(0);
      await server.finish();
      expect(await document(), `killed after ${stopAfter} commits`).toMatchObject({ state: 'ready', passages: 1 });
      expect(await contents('opens'), `killed after ${stopAfter} commits`).toEqual([page.body]);
    }
  }, 240_000);
});
