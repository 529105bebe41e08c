import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { nodeKinds } from '../../../packages/canvas/src/index.ts';
import { end, from, given, line, params, start } from '../../../packages/canvas/src/testing/canvas-builder.ts';
import { newNodeData } from '../src/features/workflow-node-form/new-node-data.ts';
import type { PageOptions } from './browser.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

interface Stored {
  readonly canvas: { readonly nodes: readonly { readonly id: string; readonly data: { readonly inputs?: Record<string, unknown>; readonly outputs?: readonly unknown[] } }[]; readonly edges: readonly unknown[] };
  readonly problems: readonly { readonly code: string }[];
}

const at = (source: unknown, x: number, y: number): unknown => ({ ...(source as object), meta: { position: { x, y } } });
const person = { name: 'person', type: 'object', schema: [{ name: 'name', type: 'string' }, { name: 'age', type: 'integer' }] };

/** A start, one node of a kind, and an end that refers to nothing of it. */
const around = (id: string, type: string, data: unknown, port = '') => ({
  nodes: [at(start('question', person), 0, 0), at({ id, type, data }, 340, 0), at(end({ result: given('done') }), 680, 0)],
  edges: [line('100001', id), line(`${id}${port}`, '900001')],
});

describeInBrowser('the forms of workflow nodes', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      await server.call('POST', '/api/users', { name: 'Grace', email: 'grace@example.com', password: ADMINISTRATOR.password });
      await server.call('POST', `/api/workspaces/${teamId}/members`, { email: 'grace@example.com', role: 'viewer' });
    },
  );

  const create = async (canvas: unknown): Promise<string> =>
    ((await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, name: 'Flow', canvas })) as { id: string }).id;
  const read = async (id: string): Promise<Stored> => (await studio.server.call('GET', `/api/workflows/${id}`)) as Stored;
  const open = async (id: string, title: string, options?: PageOptions, email?: string): Promise<Page> => {
    const page = await studio.openSignedIn(email, options);
    await page.goto(`/w/${teamId}/workflows/${id}`);
    await page.locator('.react-flow__node').filter({ hasText: title }).click();
    await page.locator('[data-panel=node]').waitFor();
    return page;
  };
  const saved = (page: Page) => page.locator('[data-state=saved]').waitFor();

  it('refer to values by keyboard, take outputs from an example and hold code', async () => {
    const id = await create(around('200001', '5', newNodeData('5', 'Work it out')));
    const page = await open(id, 'Work it out');
    const panel = page.locator('[data-panel=node]');
    await panel.getByText('A value is missing: input').waitFor();

    await panel.getByRole('button', { name: 'Refer input to a value' }).press('Enter');
    await page.keyboard.type('age');
    await page.getByRole('option', { name: 'person.age' }).waitFor();
    await page.keyboard.press('Enter');
    await panel.getByText('person.age').waitFor();
    // The keyboard goes on where it opened the list.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Refer input to a value');
    await panel.getByText('A value is missing').waitFor({ state: 'detached' });

    await panel.getByRole('textbox', { name: 'Code' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type('async function main({ params }: Args) {');

    await panel.getByRole('button', { name: 'Take over from a JSON example' }).click();
    await panel.getByRole('textbox', { name: 'JSON example' }).fill('{"total": 1, "names": ["x"]}');
    await panel.getByRole('button', { name: 'Take over', exact: true }).click();
    await saved(page);

    const { canvas } = await read(id);
    const data = canvas.nodes.find((found) => found.id === '200001')?.data;
    expect(data?.inputs?.['inputParameters']).toMatchObject([{ name: 'input', input: { type: 'integer', value: { type: 'ref', content: { blockID: '100001', name: 'person.age' } } } }]);
    expect(data?.inputs?.['code']).toContain('async function main({ params }: Args) {');
    expect(data?.outputs).toEqual([{ name: 'total', type: 'integer' }, { name: 'names', type: 'list', schema: { type: 'string' } }]);
  });

  it('offer the inputs of a node in its texts', async () => {
    const data = { ...newNodeData('15', 'Write'), inputs: { method: 'concat', inputParameters: params({ who: from('100001.person', 'object', person.schema) }), concatParams: params({ concatResult: given('') }) } };
    const id = await create(around('200001', '15', data));
    const page = await open(id, 'Write');
    const field = page.locator('[data-panel=node]').getByRole('textbox', { name: 'Text' });
    await field.pressSequentially('Dear {{who.n');
    await page.getByRole('option', { name: 'who.name' }).waitFor();
    await field.press('Enter');
    expect(await field.inputValue()).toBe('Dear {{who.name}}');
    await saved(page);
    expect((await read(id)).problems).toEqual([]);
  });

  it('take the lines of branches along when one is taken out', async () => {
    const branch = (operator: number) => ({ condition: { logic: 2, conditions: [{ operator, left: { input: from('100001.question') } }] } });
    const canvas = around('200001', '8', { nodeMeta: { title: 'Which' }, inputs: { branches: [branch(9), branch(10)] } }, ':true_1');
    const id = await create(canvas);
    const page = await open(id, 'Which');
    await page.locator('[data-panel=node]').getByRole('button', { name: 'Remove If', exact: true }).click();
    await saved(page);
    const { canvas: stored } = await read(id);
    expect(stored.edges).toContainEqual(expect.objectContaining({ sourceNodeID: '200001', targetNodeID: '900001', sourcePortID: 'true' }));
  });

  it('are there to be looked at for those who may not change them', async () => {
    const id = await create(around('200001', '13', newNodeData('13', 'Say it')));
    const page = await open(id, 'Say it', {}, 'grace@example.com');
    const panel = page.locator('[data-panel=node]');
    expect(await panel.getByRole('textbox', { name: 'Message' }).getAttribute('readonly')).not.toBeNull();
    expect(await panel.getByRole('button', { name: /Add|Remove|Refer/ }).count()).toBe(0);
  });

  it('open for every kind of node, and nobody is kept out', async () => {
    const kinds = [...nodeKinds.values()].filter(({ key, isNote }) => key !== 'start' && key !== 'end' && isNote !== true);
    const nodes = kinds.map(({ type, key }, index) => at({ id: `2000${String(index).padStart(2, '0')}`, type, data: newNodeData(type, `the ${key}`) }, 340 * (index % 8), 260 * Math.floor(index / 8)));
    const id = await create({ nodes: [at(start('question', person), -400, 0), ...nodes, at(end(), 3000, 0)], edges: [line('100001', '900001')] });
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN', theme: 'dark' });
    await page.goto(`/w/${teamId}/workflows/${id}`);
    // What these are made of, the others are too.
    const checked = new Set(['llm', 'code', 'selector', 'http', 'question', 'loop', 'approval']);
    const found: string[] = [];
    for (const { key } of kinds) {
      await page.locator('.react-flow__node').filter({ hasText: `the ${key}` }).first().dispatchEvent('click');
      await page.locator('[data-panel=node] header input').and(page.locator(`[value="the ${key}"]`)).waitFor();
      await page.locator('[data-panel=node] [data-form]').waitFor();
      await page.evaluate(() => document.querySelectorAll('[data-panel=node] details').forEach((details) => details.setAttribute('open', '')));
      if (checked.has(key)) found.push(...(await studio.visitor.accessibilityProblems('[data-panel=node]')).map((problem) => `${key}: ${problem}`));
    }
    expect(found).toEqual([]);
  }, 180_000);
});
