import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import type { PageOptions } from './browser.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

const ORDERS = 'order,price,day,paid\nA-1,"¥1,200",2024年3月5日,是\nA-2,¥80,2024/4/1,否\nA-3,on request,2024-04-09,是\nB-0,-,无,n/a\n';

describeInBrowser('a table', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
    },
  );

  const open = async (name: string, options?: PageOptions): Promise<Page> => {
    const { id } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name, format: 'table' })) as { id: string };
    const page = await studio.openSignedIn(undefined, options);
    await settle(page, `/w/${teamId}/knowledge/${id}`);
    return page;
  };

  it('has columns with types, which are seen and changed before it is read, and rows that are edited by cell', async () => {
    const page = await open('Orders');
    await page.getByRole('button', { name: 'Add documents' }).click();
    const adding = page.getByRole('dialog', { name: 'Add documents' });
    await adding.getByLabel('choose files').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(ORDERS) });
    const price = adding.getByLabel('Type of price');
    await price.waitFor();
    expect(await price.locator('option:checked').innerText()).toBe('As found: Text');
    expect(await adding.getByLabel('Type of day').locator('option:checked').innerText()).toBe('As found: Date');
    await price.selectOption('Number');
    await adding.getByText('1 of 3 values are no numbers, such as: on request').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await adding.getByRole('button', { name: 'Add the file' }).click();
    await page.getByText('One value is not of its column').waitFor();
    await page.getByRole('link', { name: 'orders.csv' }).click();

    await page.getByText('1 of 3 values are no numbers').waitFor();
    const row = page.getByRole('article').filter({ hasText: 'A-3' });
    await row.getByText('no filter').waitFor();
    expect(await page.getByText('no filter').count()).toBe(1);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await row.getByRole('button', { name: /^Edit/ }).click();
    await row.getByRole('textbox', { name: 'price Number' }).fill('$95');
    await page.keyboard.press('Control+Enter');
    await page.getByText('The passage is saved').waitFor();
    await row.getByText('$95').waitFor();
    expect(await row.getByText('no filter').count()).toBe(0);

    await page.getByRole('button', { name: 'Add a row' }).click();
    const cells = page.getByRole('region', { name: 'Cells of the row' });
    await cells.getByRole('textbox', { name: 'order Text' }).fill('A-4');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').filter({ hasText: 'A-4' }).waitFor();
  });

  it('shows the first cells of wide rows, and the rest when asked', async () => {
    const page = await open('Wide');
    const id = page.url().split('/').at(-1) ?? '';
    const names = Array.from({ length: 300 }, (_, at) => `c${at}`);
    const { id: documentId } = (await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { name: 'wide.csv', source: { type: 'text', text: `${names.join()}\n${names.map((name) => `v-${name}`).join()}\n` } })) as { id: string };
    await vi.waitFor(async () => expect(await studio.server.call('GET', `/api/knowledge/documents/${documentId}`)).toMatchObject({ searchable: true }), { timeout: 15_000 });
    await settle(page, `/w/${teamId}/knowledge/${id}/documents/${documentId}`);
    await page.getByText('v-c19', { exact: true }).waitFor();
    expect(await page.getByText('v-c20', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: '280 more cells' }).click();
    await page.getByText('v-c299', { exact: true }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('is searched under conditions that a model makes of the question, and that are removed one by one', async () => {
    const model = await ScriptedModel.start();
    studio.server.endsWith(() => model.close());
    await studio.server.call('POST', '/api/models', { workspace_id: teamId, name: 'Scripted', model_name: 'scripted', base_url: model.baseUrl, max_retries: 0, allow_private_address: true, is_default: true });
    const { id } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name: 'Sales', format: 'table' })) as { id: string };
    const { id: documentId } = (await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { name: 'orders.csv', source: { type: 'text', text: ORDERS } })) as { id: string };
    await vi.waitFor(async () => expect(await studio.server.call('GET', `/api/knowledge/documents/${documentId}`)).toMatchObject({ searchable: true }), { timeout: 15_000 });
    model.always({ text: JSON.stringify({ conditions: [{ field: 'day', gte: '2024-04-01', lt: '2024-05-01', reason: 'in April' }, { field: 'paid', in: [true], reason: 'paid' }] }) });
    const page = await studio.openSignedIn();
    await settle(page, `/w/${teamId}/knowledge/${id}/search`);
    await page.getByRole('textbox', { name: 'Question' }).fill('Which order of April was paid?');
    await page.getByLabel('Let a model make conditions of the question').check();
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const applied = page.getByRole('region', { name: 'Conditions from the question' });
    await applied.getByText('day ≥ 2024-04-01, < 2024-05-01').waitFor();
    await page.getByText('One passage', { exact: true }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await applied.getByRole('button', { name: 'Search without: paid: yes' }).click();
    await page.getByText('2 passages', { exact: true }).waitFor();
    expect(model.calls).toHaveLength(1);

    await page.getByText('Rerank and conditions').click();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Field, condition 1').fill('paid');
    await page.getByRole('combobox', { name: 'Values, condition 1' }).click();
    await page.getByTitle('no', { exact: true }).click();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByText('A-2').waitFor();
    await page.getByText('One passage', { exact: true }).waitFor();
  });

  it('is searched with notes in the language of the reader', async () => {
    const { id } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name: '空表', format: 'table' })) as { id: string };
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN' });
    await settle(page, `/w/${teamId}/knowledge/${id}/search?q=${encodeURIComponent('红茶')}&derive=1&mode=hybrid`);
    await page.getByText('没有从问题中得出条件：搜索的内容没有字段。').waitFor();
  });

  it('is shown so on a phone in Chinese too', async () => {
    const page = await open('订单', { size: 'phone', language: 'zh-CN', theme: 'dark' });
    await page.getByRole('button', { name: '添加文档' }).click();
    const adding = page.getByRole('dialog');
    await adding.locator('input[type=file]').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(ORDERS) });
    await adding.getByLabel('“price”的类型').selectOption('数字');
    await adding.getByText('3 个值中有 1 个不是数字').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });
});
