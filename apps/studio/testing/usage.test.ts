import { expect, it } from 'vitest';
import { fillScene, type Scene, settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('usage and limits', () => {
  let scene: Scene;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      scene = await fillScene(server);
    },
  );

  it('are shown by day, model and bot, with names', async () => {
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}/usage`);
    await page.getByRole('img', { name: /Tokens of each day/ }).waitFor();
    await page.getByRole('row', { name: /Chat 日常/ }).waitFor();
    await page.getByText('Bot', { exact: true }).click();
    await page.getByRole('row', { name: /Returns desk/ }).waitFor();
    await page.getByText('Choose', { exact: true }).click();
    await page.getByLabel('First day').fill('2020-01-01');
    await page.getByLabel('Last day').fill('2020-01-31');
    await page.getByText('Nothing was used in this period.').waitFor();
  });

  it('are limited by the workspace and by the instance, of which the lower holds', async () => {
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN' });
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
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('that may not be set are shown without the buttons for it', async () => {
    const page = await studio.openSignedIn('grace@example.com');
    await settle(page, `/w/${scene.teamId}/usage`);
    await page.getByText('Chats and runs at once').waitFor();
    expect(await page.getByRole('button', { name: /Set limits/ }).count()).toBe(0);
  });
});
