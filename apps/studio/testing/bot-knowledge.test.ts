import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import type { PageOptions } from './browser.ts';
import { addText, fillKnowledge } from './knowledge-scene.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('the knowledge of a bot', () => {
  let model: ScriptedModel;
  let teamId: string;
  const studio = new StudioTests(
    async () => {
      model = await ScriptedModel.start();
      return StudioServer.startWithAccount({ BUCKLE_MODEL_BASE_URL: model.baseUrl, BUCKLE_MODEL_NAME: 'scripted' });
    },
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      await fillKnowledge(server, teamId);
    },
  );
  afterAll(() => model.close());

  const newBot = async (name: string): Promise<string> => ((await studio.server.call('POST', '/v1/bot/create', { space_id: teamId, name })) as { bot_id: string }).bot_id;
  const openBot = async (botId: string, options?: PageOptions): Promise<Page> => {
    const page = await studio.openSignedIn(undefined, options);
    await settle(page, `/w/${teamId}/bots/${botId}`);
    return page;
  };
  const definitionOf = async (botId: string) => ((await studio.server.call('GET', `/api/bots/${botId}/draft`)) as { definition: object }).definition;
  const saved = (page: Page) => page.locator('[data-state=saved]').waitFor();

  it('is chosen among the data sets, searched for its answers, and shown where versions are compared', async () => {
    const botId = await newBot('Shop desk');
    const page = await openBot(botId);
    await page.getByRole('heading', { name: 'Knowledge' }).click();
    await page.getByRole('button', { name: 'Add a data set' }).click();
    await page.getByRole('dialog', { name: 'Add a data set' }).getByRole('button', { name: /^Shop manual/ }).click();
    await page.getByRole('link', { name: /^Shop manual/ }).waitFor();
    await page.getByText('How it is searched').click();
    await page.getByRole('textbox', { name: 'Passages', exact: true }).fill('51');
    await page.getByRole('alert').getByText('A whole number from 1 to 50').waitFor();
    await page.getByRole('textbox', { name: 'Passages', exact: true }).fill('2');
    await page.getByLabel(/^Put in order/).check();
    await page.getByText('There is no rerank model here').waitFor();
    await page.getByLabel(/^Put in order/).uncheck();
    await page.getByLabel('Reply where nothing is found').fill('Please ask in the shop.');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await saved(page);
    expect(await definitionOf(botId)).toMatchObject({ knowledge: { use: 'automatic', mode: 'hybrid', top_k: 2, rerank: false, nothing_found_reply: 'Please ask in the shop.' } });

    model.enqueue({ text: 'Within **seven days** [1].' });
    await page.getByRole('textbox').last().fill('How many days until goods are returned?');
    await page.getByRole('textbox').last().press('Enter');
    await page.getByRole('log').locator('strong', { hasText: 'seven days' }).waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
    const step = page.getByRole('listitem').filter({ hasText: /^Knowledge/ });
    await step.getByText('[1] Returns 退货规则.md').waitFor();
    const cited = page.getByRole('region', { name: 'Passages that the answer names' }).getByRole('link');
    expect(await cited.allInnerTexts()).toEqual([expect.stringContaining('Returns 退货规则.md')]);
    const passage = (await cited.getAttribute('href')) ?? '';
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: /^Remove Shop manual/ }).click();
    await saved(page);
    expect(await definitionOf(botId)).not.toHaveProperty('knowledge');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const lost = page.getByRole('dialog').locator('del');
    expect((await lost.innerText()).split('\n')).toEqual(expect.arrayContaining(['Searched before each answer', 'By words and meaning', 'Passages at most: 2']));
    expect(await lost.innerText()).toContain('Shop manual');

    await settle(page, passage);
    await page.locator('article[aria-current=true]').waitFor();
  });

  it('answers otherwise once a passage is changed', async () => {
    const { id: datasetId } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name: 'Hours', embedding_model_id: '' })) as { id: string };
    const documentId = await addText(studio.server, datasetId, { name: 'hours.md', text: 'The museum opens at nine.' });
    const botId = await newBot('Guide');
    const { revision, definition } = (await studio.server.call('GET', `/api/bots/${botId}/draft`)) as { revision: number; definition: object };
    await studio.server.call('PUT', `/api/bots/${botId}/draft`, { revision, definition: { ...definition, knowledge: { dataset_ids: [datasetId] } } });
    // It says what stands in the first passage that it is told.
    model.always(({ body }) => ({ text: /\[1\] hours\.md\\n([^"]*)/.exec(JSON.stringify(body))?.[1] ?? 'I do not know.' }));
    const page = await openBot(botId);
    const ask = async (): Promise<void> => {
      await page.getByRole('textbox').last().fill('When does the museum open?');
      await page.getByRole('textbox').last().press('Enter');
    };
    await ask();
    await page.getByRole('log').getByText('The museum opens at nine.').waitFor();

    await settle(page, `/w/${teamId}/knowledge/${datasetId}/documents/${documentId}`);
    await page.getByRole('article').getByRole('button', { name: /^Edit/ }).click();
    await page.getByRole('textbox', { name: 'Text of the passage' }).fill('The museum opens at ten.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The passage is saved').waitFor();
    await settle(page, `/w/${teamId}/bots/${botId}`);
    await ask();
    await page.getByRole('log').getByText('The museum opens at ten.').waitFor();
    model.always({ text: 'Hello!' });
  });

  it('says which data set is gone, and is rid of it', async () => {
    const { id } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name: 'Short-lived' })) as { id: string };
    const botId = await newBot('Forgetful desk');
    await studio.server.call('POST', '/v1/bot/update', { bot_id: botId, knowledge: { dataset_ids: [id], auto_call: false } });
    await studio.server.call('DELETE', `/api/knowledge/datasets/${id}?force=true`);
    const page = await openBot(botId, { size: 'phone', language: 'zh-CN', theme: 'dark' });
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('alert').getByText('这个数据集已被删除').waitFor();
    await page.getByText('搜索设置').click();
    expect(await page.getByLabel('搜索时机').inputValue()).toBe('tool');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: `移除 ${id}` }).click();
    await saved(page);
    expect(await definitionOf(botId)).not.toHaveProperty('knowledge');
  });
});
