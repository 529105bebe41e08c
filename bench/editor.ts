import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { hasBrowser, launchBrowser, Visitor } from '../apps/studio/testing/browser.ts';
import { signIn } from '../apps/studio/testing/scene.ts';
import { end, from, line, start, text } from '../packages/canvas/src/testing/canvas-builder.ts';
import { percentiles } from './percentiles.ts';
import { onStage } from './stage.ts';
import { printTable } from './table.ts';

const NODES = 200;
const ROWS = 10;
/** A frame that takes longer is seen as a jerk, in milliseconds. */
const SMOOTH = 33;
/** So often the mouse moves, in milliseconds. */
const MOVES = 16;

/** Opens a workflow of 200 nodes in the studio and drags: how many of the frames meanwhile came in time. */
export function benchEditor({ seconds }: { readonly seconds: number }): Promise<void> {
  if (!hasBrowser) throw new Error('There is no chromium: "apt-get install chromium" brings it.');
  return onStage([], async ({ client, server }) => {
    const workspaceId = await client.workspaceId();
    const { id } = await client.call<{ id: string }>('POST', '/api/workflows', { workspace_id: workspaceId, name: 'Large', canvas: largeCanvas() });
    const browser = await launchBrowser();
    const visitor = await Visitor.open(browser, server.address);
    try {
      const { page } = visitor;
      await signIn(page);
      await page.goto(`/w/${workspaceId}/workflows/${id}`);
      await page.locator('.react-flow__node').first().waitFor();
      await page.locator('[aria-busy=true]:visible').first().waitFor({ state: 'hidden' });
      const rows = [];
      for (const seen of ['as it opens', 'everything'] as const) {
        if (seen === 'everything') await page.getByRole('button', { name: 'Show everything' }).click();
        await wait(500);
        const count = await page.locator('.react-flow__node').count();
        for (const what of ['a node', 'the canvas'] as const) {
          const times = await drag(page, what === 'a node' ? await middleOfNode(page) : await emptySpot(page), seconds);
          const inTime = times.filter((time) => time < SMOOTH).length / times.length;
          const { p50, p99 } = percentiles(times);
          rows.push({ 'what is seen': seen, dragged: what, nodes: count, frames: times.length, [`under ${SMOOTH} ms`]: `${(inTime * 100).toFixed(1)} %`, 'p50, ms': p50, 'p99, ms': p99 });
        }
      }
      printTable(`${NODES} nodes, dragged for ${seconds} s`, rows);
    } finally {
      await visitor.close();
      await browser.close();
    }
  });
}

/** Rows of text nodes between a start and an end. */
function largeCanvas(): unknown {
  const ids = Array.from({ length: NODES - 2 }, (_, index) => String(200_000 + index));
  const columns = Math.ceil(ids.length / ROWS);
  const at = (source: unknown, x: number, y: number): unknown => ({ ...(source as object), meta: { position: { x, y } } });
  const nodes = ids.map((id, index) => {
    const column = index % columns;
    const before = column === 0 ? '100001.a' : `${ids[index - 1] ?? ''}.output`;
    return at(text(id, '{{x}}', { x: from(before) }), 340 * (column + 1), 140 * Math.floor(index / columns));
  });
  const edges = ids.map((id, index) => line(index % columns === 0 ? '100001' : (ids[index - 1] ?? ''), id));
  const ends = ids.filter((_, index) => index % columns === columns - 1 || index === ids.length - 1).map((id) => line(id, '900001'));
  return { nodes: [at(start('a'), 0, 630), ...nodes, at(end(), 340 * (columns + 1), 630)], edges: [...edges, ...ends] };
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The middle of a node near the middle of the window. */
async function middleOfNode(page: Page): Promise<Spot> {
  for (const node of await page.locator('.react-flow__node').all()) {
    const box = await node.boundingBox();
    if (box !== null && box.x > 600 && box.y > 300) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
  throw new Error('No node is seen.');
}

async function emptySpot(page: Page): Promise<Spot> {
  const box = await page.locator('.react-flow__pane').boundingBox();
  if (box === null) throw new Error('There is no canvas.');
  return { x: box.x + box.width / 2, y: box.y + 12 };
}

/** Presses the mouse at a spot and goes around it; how long each frame took meanwhile, in milliseconds. */
async function drag(page: Page, { x, y }: Spot, seconds: number): Promise<number[]> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames = page.evaluate<number[]>(framesFor(seconds * 1000));
  const begin = performance.now();
  for (let moved = 0; performance.now() - begin < seconds * 1000; moved++) {
    await page.mouse.move(x + 120 * Math.sin(moved / 20), y + 80 * Math.sin(moved / 13));
    await wait(Math.max(0, begin + (moved + 1) * MOVES - performance.now()));
  }
  const times = await frames;
  await page.mouse.up();
  return times;
}

/** What runs in the page is text, since the benches know the types of Node and not of a browser. */
const framesFor = (milliseconds: number): string => `
  new Promise((resolve) => {
    const times = [];
    const begin = performance.now();
    let last = begin;
    const frame = (now) => {
      if (now > last) times.push(now - last);
      last = Math.max(now, last);
      if (now - begin < ${milliseconds}) requestAnimationFrame(frame);
      else resolve(times);
    };
    requestAnimationFrame(frame);
  })`;
