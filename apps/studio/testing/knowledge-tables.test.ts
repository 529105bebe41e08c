import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PageOptions } from './browser.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

const ORDERS = 'order,price,day,paid\nA-1,"¥1,200",2024年3月5日,是\nA-2,¥80,2024/4/1,否\nA-3,on request,2024-04-09,是\n';

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
