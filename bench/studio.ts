import type { Browser, Page } from 'playwright-core';
import { hasBrowser, launchBrowser, Visitor } from '../apps/studio/testing/browser.ts';
import { settle, signIn } from '../apps/studio/testing/scene.ts';
import { ScriptWeight } from '../apps/studio/testing/script-weight.ts';
import { median, percentiles } from './percentiles.ts';
import { onStage, type Stage } from './stage.ts';
import { serverSubject, warmUp } from './streamed-turns.ts';
import { printTable } from './table.ts';

/** A slow 4G connection: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** What one load of a page came to. */
interface Load {
  readonly scripts: number;
  readonly received: number;
  readonly paint: number;
  /** When all of the page is there and nothing loads any more, in milliseconds. */
  readonly ready: number;
}

/**
 * First and second loads of the pages that people come to first, on a slow connection; then how long
 * an answer takes to its first piece on the page of a shared bot, and from the API in the same run.
 */
export function benchStudio({ rounds, turns }: { readonly rounds: number; readonly turns: number }): Promise<void> {
  if (!hasBrowser) throw new Error('There is no chromium: "apt-get install chromium" brings it.');
  return onStage([], async (stage) => {
    const { client, botId, server } = stage;
    const { workspaces } = await client.call<{ workspaces: { id: string }[] }>('GET', '/v1/workspaces?page_num=1&page_size=1');
    const sharing = { access: 'link', messages_per_minute: 1_000, messages_per_day: 100_000 };
    const { path: sharePath } = await client.call<{ path: string }>('PUT', `/api/bots/${botId}/sharing`, sharing);
    const bots = `/w/${workspaces[0]?.id ?? ''}/bots`;
    const pages = { 'sign in': '/sign-in', bots, editor: `${bots}/${botId}`, 'shared bot': sharePath };
    const browser = await launchBrowser();
    try {
      const rows = [];
      for (const [name, path] of Object.entries(pages)) {
        const loads: { first: Load; second: Load }[] = [];
        for (let round = 0; round < rounds; round++) loads.push(await loadTwice(browser, server.address, path));
        const of = (pick: (load: Load) => number, which: 'first' | 'second'): number => Math.round(median(loads.map((both) => pick(both[which]))));
        rows.push({
          page: name,
          'script, gzip, kB': of(({ scripts }) => scripts / 1000, 'first'),
          'received, kB': of(({ received }) => received / 1000, 'first'),
          'largest paint, ms': of(({ paint }) => paint, 'first'),
          'ready, ms': of(({ ready }) => ready, 'first'),
          'with a warm cache: received, kB': of(({ received }) => received / 1000, 'second'),
          'largest paint, ms ': of(({ paint }) => paint, 'second'),
          'ready, ms ': of(({ ready }) => ready, 'second'),
        });
      }
      printTable('First load at 1.6 Mbit/s and 150 ms', rows);
      await benchFirstPiece(browser, stage, sharePath, turns);
    } finally {
      await browser.close();
    }
  });
}

/** Loads a page with an empty cache, and again with what that has left in it. */
async function loadTwice(browser: Browser, address: string, path: string): Promise<{ first: Load; second: Load }> {
  const visitor = await Visitor.open(browser, address);
  const { page } = visitor;
  try {
    if (path.startsWith('/w/')) await signIn(page);
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', SLOW_4G);
    let received = 0;
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (received += encodedDataLength));
    await page.addInitScript({ content: watchPaint });
    const weight = new ScriptWeight(page);
    const load = async (): Promise<Load> => {
      received = 0;
      const begin = performance.now();
      await settle(page, path);
      const ready = performance.now() - begin;
      return { scripts: await weight.take(), received, paint: await page.evaluate<number>('largestPaint'), ready };
    };
    return { first: await load(), second: await load() };
  } finally {
    await visitor.close();
  }
}

// What runs in the page is text, since the benches know the types of Node and not of a browser.

/** Runs before anything else: keeps when the largest paint was. */
const watchPaint = `
  globalThis.largestPaint = NaN;
  new PerformanceObserver((list) => { largestPaint = list.getEntries().at(-1).startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });`;

/** Resolves when something of the next answer stands there; until then there is a sign that the bot thinks. */
const firstPieceShown = `
  new Promise((resolve) => {
    const log = document.querySelector('[role=log]');
    const before = log.querySelectorAll('article').length;
    let begin = NaN;
    document.addEventListener('keydown', () => { begin = performance.now(); }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      const article = log.querySelectorAll('article')[before];
      if (!article || article.querySelector('[role=status]')) return;
      observer.disconnect();
      resolve(performance.now() - begin);
    });
    observer.observe(log, { childList: true, subtree: true });
  })`;

async function benchFirstPiece(browser: Browser, stage: Stage, sharePath: string, turns: number): Promise<void> {
  const subject = serverSubject(stage);
  await warmUp(subject);
  const visitor = await Visitor.open(browser, stage.server.address);
  try {
    await settle(visitor.page, sharePath);
    await firstPieceOn(visitor.page);
    const ofPage = [];
    const ofApi = [];
    for (let turn = 0; turn < turns; turn++) {
      ofPage.push(await firstPieceOn(visitor.page));
      ofApi.push((await subject.turn()).firstDelta);
    }
    const row = (name: string, times: readonly number[]) => ({ 'first piece of an answer': name, 'p50, ms': percentiles(times).p50, 'p99, ms': percentiles(times).p99 });
    printTable(`${turns} turns, one at a time`, [row('on the page of a shared bot', ofPage), row('from the API', ofApi)]);
  } finally {
    await visitor.close();
  }
}

/** Asks, and measures in the page from the key to the moment at which something of the answer is in it. */
async function firstPieceOn(page: Page): Promise<number> {
  const field = page.getByRole('textbox');
  await field.fill('What can you do for me today?');
  const shown = page.evaluate<number>(firstPieceShown);
  await field.press('Enter');
  const time = await shown;
  await page.locator('[role=log][aria-busy=false]').waitFor();
  return time;
}
