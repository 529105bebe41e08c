import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { end, from, given, line, node, params, start, text } from '../../../packages/canvas/src/testing/canvas-builder.ts';
import type { PageOptions } from './browser.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

interface StoredNode {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly nodeMeta: { readonly title: string } };
  readonly blocks?: readonly StoredNode[];
}

interface StoredCanvas {
  readonly nodes: readonly StoredNode[];
  readonly edges: readonly { readonly sourceNodeID: string; readonly targetNodeID: string; readonly sourcePortID?: string }[];
}

const at = (source: unknown, x: number, y: number): unknown => ({ ...(source as object), meta: { position: { x, y } } });

/** Waits as long as for anything else on a page: several may work on one machine. */
const patient = { timeout: 25_000 };

/** Two texts one after the other. */
const chain = () => ({
  nodes: [
    at(start('a'), 0, 0), at({ ...(text('200001', '{{x}}', { x: from('100001.a') }) as object) }, 340, 0), at(text('200002', '{{x}}', { x: from('200001.output') }), 680, 0),
    at(end({ b: from('200002.output') }), 1020, 0),
  ],
  edges: [line('100001', '200001'), line('200001', '200002'), line('200002', '900001')],
});

describeInBrowser('the editor of workflows', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      await server.call('POST', '/api/users', { name: 'Grace', email: 'grace@example.com', password: ADMINISTRATOR.password });
      await server.call('POST', `/api/workspaces/${teamId}/members`, { email: 'grace@example.com', role: 'viewer' });
    },
  );

  const create = async (canvas?: unknown): Promise<string> => {
    const { id } = (await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, name: 'Flow', ...(canvas === undefined ? {} : { canvas }) })) as { id: string };
    return id;
  };
  const canvasOf = async (id: string): Promise<StoredCanvas> => ((await studio.server.call('GET', `/api/workflows/${id}`)) as { canvas: StoredCanvas }).canvas;
  const go = async (page: Page, id: string): Promise<void> => {
    await page.goto(`/w/${teamId}/workflows/${id}`);
    await page.locator('.react-flow__node').first().waitFor();
    // The first view comes when the nodes are measured.
    await page.locator('.react-flow__node').first().click({ trial: true });
  };
  const open = async (id: string, options?: PageOptions, email?: string): Promise<Page> => {
    const page = await studio.openSignedIn(email, options);
    await go(page, id);
    return page;
  };
  const saved = (page: Page) => page.locator('[data-state=saved]').waitFor();
  const nodeCalled = (page: Page, title: string): Locator => page.locator('.react-flow__node').filter({ hasText: title });
  const exitOf = (found: Locator): Locator => found.locator('.react-flow__handle.source').first();
  const entryOf = (found: Locator): Locator => found.locator('.react-flow__handle.target').first();
  const middle = async (found: Locator): Promise<{ x: number; y: number }> => {
    const { x, y, width, height } = (await found.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    return { x: x + width / 2, y: y + height / 2 };
  };
  const drag = async (page: Page, begin: { x: number; y: number }, target: { x: number; y: number }): Promise<void> => {
    await page.mouse.move(begin.x, begin.y);
    await page.mouse.down();
    await page.mouse.move((begin.x + target.x) / 2, (begin.y + target.y) / 2, { steps: 4 });
    await page.mouse.move(target.x, target.y, { steps: 4 });
    await page.mouse.up();
  };
  const linesOf = ({ nodes, edges }: StoredCanvas): string[] => {
    const titles = new Map(nodes.map(({ id, data }) => [id, data.nodeMeta.title]));
    return edges.map(({ sourceNodeID, targetNodeID }) => `${titles.get(sourceNodeID)} → ${titles.get(targetNodeID)}`).toSorted();
  };

  it('builds a workflow by mouse: nodes from the palette, lines from port to port, back and forth, and keeps it', async () => {
    const id = await create();
    const page = await open(id);
    await page.locator('.react-flow__edge').click();
    await page.getByRole('button', { name: 'Take this line away' }).click();
    await page.locator('.react-flow__edge').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Add a node' }).click();
    await page.getByLabel('Search nodes').fill('text');
    await page.getByRole('option', { name: 'Text' }).dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 560, y: 560 } });
    const added = nodeCalled(page, 'Text');
    await added.waitFor();
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await drag(page, await middle(exitOf(nodeCalled(page, 'Start'))), await middle(entryOf(added)));
    // Anywhere on a node is near enough.
    await drag(page, await middle(exitOf(added)), await middle(nodeCalled(page, 'End')));
    await expect.poll(() => page.locator('.react-flow__edge').count(), patient).toBe(2);

    // A line that ends on the empty canvas asks what comes there.
    const { x, y } = await middle(exitOf(added));
    await drag(page, { x, y }, { x: x + 60, y: y + 120 });
    await page.getByText('Comes behind “Text”').waitFor();
    await page.getByLabel('Search nodes').fill('wait');
    await page.getByRole('option', { name: 'Wait', exact: true }).click();
    await nodeCalled(page, 'Wait').waitFor();
    await saved(page);
    expect(linesOf(await canvasOf(id))).toEqual(['Start → Text', 'Text → End', 'Text → Wait']);

    await page.getByRole('button', { name: 'Undo' }).click();
    await nodeCalled(page, 'Wait').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await nodeCalled(page, 'Wait').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await saved(page);
    await go(page, id);
    await expect.poll(() => page.locator('.react-flow__edge').count(), patient).toBe(2);
    expect(linesOf(await canvasOf(id))).toEqual(['Start → Text', 'Text → End']);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('builds a workflow by keyboard alone', async () => {
    const id = await create();
    const page = await open(id, { language: 'zh-CN', theme: 'dark' });
    await nodeCalled(page, 'Start').or(nodeCalled(page, '开始')).first().focus();
    await page.keyboard.press('n');
    await page.getByLabel('搜索节点').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    // Names of the other language are found too.
    await page.keyboard.type('Loop');
    await page.keyboard.press('Enter');
    const loop = nodeCalled(page, '循环');
    await loop.waitFor();
    const panel = page.locator('[data-panel=node]');
    await panel.getByLabel('每一轮从这里开始: 连接到…').or(panel.getByLabel('每一轮从这里开始：连接到…')).waitFor();
    await panel.getByRole('button', { name: '在其中添加节点' }).press('Enter');
    await page.keyboard.type('文本处理');
    await page.keyboard.press('Enter');
    await panel.getByLabel('连接到…').selectOption({ label: '本轮结束' });
    await panel.getByLabel('标题').fill('每轮文本');
    await panel.getByLabel('标题').press('Escape');
    await panel.waitFor({ state: 'detached' });
    // The focus is at the node again: it is moved, copied and taken away from there.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+d');
    await expect.poll(() => page.locator('.react-flow__node').count(), patient).toBe(5);
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('.react-flow__node').count(), patient).toBe(4);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.react-flow__node').count(), patient).toBe(5);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => page.locator('.react-flow__node').count(), patient).toBe(4);
    await saved(page);
    const { nodes, edges } = await canvasOf(id);
    const stored = nodes.find(({ type }) => type === '21') as (StoredNode & StoredCanvas) | undefined;
    expect(edges.filter(({ sourceNodeID, targetNodeID }) => sourceNodeID === '100001' && targetNodeID === stored?.id)).toHaveLength(1);
    expect(stored?.blocks?.map(({ type, data }) => [type, data.nodeMeta.title])).toEqual([['15', '每轮文本']]);
    expect(stored?.edges).toMatchObject([{ sourcePortID: 'loop-function-inline-output' }, { targetPortID: 'loop-function-inline-input' }]);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('画布快捷键').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('brings a test run to the front of a form, and closes it where it is seen', async () => {
    const page = await open(await create(chain()));
    const form = page.locator('[data-panel=node]');
    const trial = page.getByRole('region', { name: 'Test run' });
    const button = page.getByRole('button', { name: /Test run$/ });
    await nodeCalled(page, 'node 200001').click();
    await form.waitFor();
    await button.click();
    await trial.waitFor();
    await form.waitFor({ state: 'detached' });
    await nodeCalled(page, 'node 200002').click();
    await form.waitFor();
    await button.click();
    await trial.waitFor();
    await button.click();
    await trial.waitFor({ state: 'detached' });
  });

  it('refuses a line that would close a circle, and says why', async () => {
    const id = await create(chain());
    const page = await open(id);
    await drag(page, await middle(exitOf(nodeCalled(page, 'node 200002'))), await middle(entryOf(nodeCalled(page, 'node 200001'))));
    await page.getByRole('alert').getByText('wait for each other in a circle').waitFor();
    expect(await page.locator('.react-flow__edge').count()).toBe(3);
  });

  it('takes nodes into a loop and out of it by dragging, and copies them into another workflow', async () => {
    const id = await create({
      nodes: [
        at(start('a'), 0, 0), at(end(), 1000, 0), at(text('200001', 'x'), 0, 300),
        { ...(node('300001', '21', { inputs: { loopType: 'count', loopCount: given(2, 'integer'), inputParameters: params({}) }, blocks: [], edges: [], title: 'Rounds' }) as object), meta: { position: { x: 400, y: 0 }, canvasPosition: { x: 440, y: 100 }, size: { width: 500, height: 360 } } },
      ],
      edges: [line('100001', '200001')],
    });
    const page = await open(id);
    const moved = nodeCalled(page, 'node 200001');
    const inside = await middle(page.locator('.react-flow__node-composite'));
    await drag(page, await middle(moved), inside);
    await saved(page);
    await expect.poll(async () => (await canvasOf(id)).nodes.find(({ type }) => type === '21')?.blocks?.map((block) => block.id), patient).toEqual(['200001']);
    expect((await canvasOf(id)).edges).toEqual([]);
    await drag(page, await middle(moved), await middle(nodeCalled(page, 'start')).then(({ x, y }) => ({ x, y: y + 200 })));
    await expect.poll(async () => (await canvasOf(id)).nodes.map((each) => each.id), patient).toContain('200001');

    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const other = await create();
    await go(page, other);
    await page.locator('.react-flow__pane').click({ position: { x: 400, y: 120 } });
    await page.keyboard.press('Control+v');
    await nodeCalled(page, 'Rounds').waitFor();
    await saved(page);
    const { nodes } = await canvasOf(other);
    expect(nodes.map(({ type }) => type).toSorted()).toEqual(['1', '15', '2', '21']);
    expect(nodes.some((each) => each.id === '200001' || each.id === '300001')).toBe(false);
  });

  it('says what is wrong, and leads to it', async () => {
    const id = await create({ ...chain(), edges: [line('100001', '200001'), line('200002', '900001')] });
    const page = await open(id, { size: 'phone' });
    await page.getByRole('button', { name: /^Problems: [1-9]/ }).click();
    const panel = page.locator('[data-panel=problems]');
    await panel.getByRole('button', { name: /node 200002/ }).first().click();
    await page.locator('[data-panel=node]').getByLabel('Title').waitFor();
    expect(await page.locator('[data-panel=node]').getByLabel('Title').inputValue()).toBe('node 200002');
    await expect.poll(() => page.locator('.react-flow__node.selected').count(), patient).toBe(1);
    await page.locator('[aria-busy=true]:visible').first().waitFor({ state: 'hidden' });
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    // Other pages lead to a node by its address.
    await page.goto(`/w/${teamId}/workflows/${id}?node=200001`);
    await expect.poll(() => page.locator('[data-panel=node]').getByLabel('Title').inputValue(), patient).toBe('node 200001');
    await page.waitForURL((url) => url.search === '');
  });

  it('draws how the nodes fare in a test run, and goes on with the canvas that is seen', async () => {
    const id = await create(chain());
    const page = await open(id);
    await nodeCalled(page, 'node 200002').click();
    await page.locator('[data-panel=node]').getByLabel('Title').fill('Last text');
    await page.locator('[data-panel=node]').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Test run' }).click();
    await page.getByRole('textbox', { name: /^a/ }).fill('Hello');
    await page.getByRole('region', { name: 'Test run' }).getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-run=done]').filter({ hasText: 'Last text' }).waitFor();
    await expect.poll(() => page.locator('.react-flow__edge [data-run=taken]').count(), patient).toBe(3);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    expect((await canvasOf(id)).nodes.map(({ data }) => data.nodeMeta.title)).toContain('Last text');
    // What is changed afterwards was not run like that: the marks go with the panel.
    await page.getByRole('button', { name: 'Test run' }).first().click();
    await expect.poll(() => page.locator('.react-flow [data-run]').count(), patient).toBe(0);
  });

  it('that was changed in two tabs shows both, and the user chooses', async () => {
    const id = await create(chain());
    const page = await open(id);
    const second = await page.context().newPage();
    await go(second, id);
    const rename = async (where: Page, title: string, name: string): Promise<void> => {
      await nodeCalled(where, title).click();
      await where.locator('[data-panel=node]').getByLabel('Title').fill(name);
    };
    await rename(second, 'node 200001', 'Of the second tab');
    await saved(second);
    await rename(page, 'node 200002', 'Of the first tab');
    const dialogue = page.getByRole('dialog');
    await dialogue.getByText('Changed: Of the second tab').waitFor();
    await dialogue.getByText('Changed: Of the first tab').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('radio', { name: /Saved elsewhere/ }).check();
    await dialogue.getByRole('button', { name: 'Save this choice' }).click();
    await saved(page);
    await nodeCalled(page, 'Of the second tab').waitFor();
    expect((await canvasOf(id)).nodes.map(({ data }) => data.nodeMeta.title)).toEqual(['start', 'Of the second tab', 'node 200002', 'end']);
  });

  it('is looked at and not changed by who may not', async () => {
    const id = await create(chain());
    const page = await open(id, {}, 'grace@example.com');
    await page.getByText('may look at this workflow and not change it').waitFor();
    await nodeCalled(page, 'node 200001').click();
    expect(await page.locator('[data-panel=node]').getByLabel('Title').getAttribute('readonly')).not.toBeNull();
    await page.locator('[data-panel=node]').getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Delete');
    await page.keyboard.press('n');
    expect(await page.getByRole('button', { name: 'Add a node' }).count()).toBe(0);
    expect(await page.getByLabel('Search nodes').count()).toBe(0);
    expect(await page.locator('.react-flow__node').count()).toBe(4);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });
});
