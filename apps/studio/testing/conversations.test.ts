import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { fillScene, type Scene, settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('conversations', () => {
  let scene: Scene;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      scene = await fillScene(server);
    },
  );

  it('are searched, read with what was done and thought of them, saved, named and deleted', async () => {
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}/conversations`);
    const list = page.getByRole('region', { name: 'List of conversations' });
    await list.getByRole('link').nth(3).waitFor();
    const show = async (search: string): Promise<void> => {
      await list.getByRole('combobox', { name: 'Show' }).press('ArrowDown');
      await page.getByTitle(search, { exact: true }).last().click();
    };
    await show('With failures');
    await expect.poll(() => list.getByRole('link').allInnerTexts()).toEqual([expect.stringContaining('user-23')]);
    await list.getByRole('link').click();
    await page.getByText('No answer was kept.').waitFor();
    await show('Of a user');
    await list.getByLabel('Id of the user, whole').fill('user-17');
    await list.getByRole('button', { name: 'Search' }).click();
    await expect.poll(() => list.getByRole('link').count()).toBe(2);
    await list.getByRole('link', { name: /Return of order 42/ }).click();

    const log = page.getByRole('log');
    await log.getByRole('cell', { name: 'Damaged' }).first().waitFor();
    await log.getByText('It forgot the label for the parcel.').waitFor();
    await log.getByRole('button', { name: 'What it did' }).first().click();
    await log.getByText('Model Chat 日常').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);

    const choose = async (item: string): Promise<void> => {
      await page.getByRole('button', { name: 'More of this conversation' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const download = page.waitForEvent('download');
    await choose('Save as Markdown');
    const file = await download;
    expect(file.suggestedFilename()).toBe(`Return of order 42 ${scene.talk.conversationId}.md`);
    expect(await readFile(await file.path(), 'utf8')).toContain('Can I send my order back?');
    await choose('Rename');
    await page.getByRole('dialog').getByLabel('Name').fill('Settled');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Settled' }).waitFor();
    await list.getByRole('link', { name: /Settled/ }).waitFor();
    await choose('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Choose a conversation to read it.').waitFor();
    await expect.poll(() => list.getByRole('link').count()).toBe(1);
  });

  it('fill the window of a phone one after the other', async () => {
    const page = await studio.openSignedIn(undefined, { size: 'phone', language: 'zh-CN' });
    await settle(page, `/w/${scene.teamId}/conversations`);
    await page.getByRole('link', { name: /陈女士/ }).click();
    await page.getByRole('log').getByText('你好，我的包裹到哪里了？').waitFor();
    expect(await page.getByRole('link', { name: /user-23/ }).isVisible()).toBe(false);
    await page.getByRole('link', { name: '返回列表' }).click();
    await page.getByRole('link', { name: /user-23/ }).waitFor();
  });

  it('of many messages are read from their end, older ones when they are asked for', async () => {
    const { id } = (await studio.server.call('POST', '/v1/conversation/create', { workspace_id: scene.teamId, name: 'Long' })) as { id: string };
    for (let number = 1; number <= 60; number += 1) {
      await studio.server.call('POST', `/v1/conversation/message/create?conversation_id=${id}`, {
        role: number % 2 === 1 ? 'user' : 'assistant', content: `message ${number}.`, content_type: 'text',
      });
    }
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}/conversations/${id}`);
    const log = page.getByRole('log');
    await expect.poll(() => log.getByText('message 60.').isVisible()).toBe(true);
    expect(await log.getByText('message 10.').count()).toBe(0);
    await log.getByRole('button', { name: 'Earlier messages' }).click();
    await log.getByText('message 1.', { exact: true }).waitFor({ state: 'attached' });
    expect(await log.getByRole('button', { name: 'Earlier messages' }).count()).toBe(0);
    // What was being read has not moved away.
    expect(await log.getByText('message 11.', { exact: true }).evaluate((element) => element.getBoundingClientRect().top < window.innerHeight)).toBe(true);
  });
});
