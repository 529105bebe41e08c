import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchBrowser, Visitor } from './browser.ts';
import { fillScene, type Scene, settle, signIn } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser } from './studio-tests.ts';

describeInBrowser('usage and limits', () => {
  let browser: Browser;
  let server: StudioServer;
  let scene: Scene;
  let visitor: Visitor;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), StudioServer.startWithAccount()]);
    scene = await fillScene(server);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.stop(), scene.talk.model.close()]);
  });
  afterEach(async () => {
    await visitor.close();
    expect(visitor.problems).toEqual([]);
  });

  it('are shown by day, model and bot, with names', async () => {
    visitor = await Visitor.open(browser, server.address);
    const { page } = visitor;
    await signIn(page);
    await settle(page, `/w/${scene.teamId}/usage`);
    await page.getByRole('img', { name: /Tokens of each day/ }).waitFor();
    await page.getByRole('row', { name: /Chat 日常/ }).waitFor();
    await page.getByText('Bot', { exact: true }).click();
    await page.getByRole('row', { name: /Returns desk/ }).waitFor();
    await page.getByText('Choose', { exact: true }).click();
    await page.getByLabel('First day').fill('2020-01-01');
    await page.getByLabel('Last day').fill('2020-01-31');
    await page.getByText('Nothing was used in this period.').waitFor();
  }, 60_000);

  it('are limited by the workspace and by the instance, of which the lower holds', async () => {
    visitor = await Visitor.open(browser, server.address, { language: 'zh-CN' });
    const { page } = visitor;
    await signIn(page);
    await settle(page, `/w/${scene.teamId}/usage`);
    await page.getByRole('button', { name: '设置限额' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('今日 token').fill('1000000');
    await dialogue.getByLabel('今日费用').fill('0.0001');
    await dialogue.getByRole('button', { name: '保存' }).click();
    await page.getByRole('meter', { name: '今日 token' }).waitFor();
    expect(await page.getByRole('meter', { name: '今日费用' }).getAttribute('aria-valuenow')).toBe('100');
    await page.getByText('已达上限。').waitFor();
    await page.getByRole('button', { name: '设置实例限额' }).click();
    await dialogue.getByLabel('今日 token').fill('500');
    await dialogue.getByRole('button', { name: '保存' }).click();
    await page.getByText(/\/ 500/).waitFor();
    await page.getByText('由实例设定。').waitFor();
    expect(await visitor.accessibilityProblems()).toEqual([]);
  }, 60_000);

  it('that may not be set are shown without the buttons for it', async () => {
    visitor = await Visitor.open(browser, server.address);
    const { page } = visitor;
    await signIn(page, 'grace@example.com');
    await settle(page, `/w/${scene.teamId}/usage`);
    await page.getByText('Chats at once').waitFor();
    expect(await page.getByRole('button', { name: /Set limits/ }).count()).toBe(0);
  }, 60_000);
});
