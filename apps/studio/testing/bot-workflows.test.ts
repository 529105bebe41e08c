import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('the workflows of a bot', () => {
  let model: ScriptedModel;
  let teamId: string;
  let chatflowId: string;
  const studio = new StudioTests(
    async () => {
      model = await ScriptedModel.start();
      return StudioServer.startWithAccount({ BUCKLE_MODEL_BASE_URL: model.baseUrl, BUCKLE_MODEL_NAME: 'scripted' });
    },
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      await publish(await create(weather));
      await create({ name: 'Not yet', mode: 'workflow', canvas: weather.canvas });
      chatflowId = await create(teaRoom);
      await publish(chatflowId);
    },
  );
  afterAll(() => model.close());

  const create = async (workflow: object): Promise<string> => {
    const { id } = (await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, ...workflow })) as { id: string };
    return id;
  };
  const publish = (id: string) => studio.server.call('POST', `/api/workflows/${id}/publish`, {});
  const newBot = async (page: Page, name: string): Promise<string> => {
    const { bot_id: id } = (await studio.server.call('POST', '/v1/bot/create', { space_id: teamId, name })) as { bot_id: string };
    await settle(page, `/w/${teamId}/bots/${id}`);
    return id;
  };
  const definitionOf = async (botId: string) => ((await studio.server.call('GET', `/api/bots/${botId}/draft`)) as { definition: object }).definition;
  const ask = async (page: Page, words: string): Promise<void> => {
    await page.getByRole('log').waitFor();
    await page.getByRole('textbox').last().fill(words);
    await page.getByRole('textbox').last().press('Enter');
  };
  const saved = (page: Page) => page.locator('[data-state=saved]').waitFor();
  const publishBot = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };

  it('are given to its model, which calls them, and are published with it', async () => {
    const page = await studio.openSignedIn();
    const botId = await newBot(page, 'Weather desk');
    await page.getByRole('heading', { name: 'Workflows' }).click();
    await page.getByRole('button', { name: 'Add a workflow' }).click();
    const list = page.getByRole('dialog', { name: 'Add a workflow' });
    expect(await list.getByRole('button', { name: /^Not yet.*Not published yet/ }).isDisabled()).toBe(true);
    expect(await list.getByRole('button', { name: 'Tea room' }).count()).toBe(0);
    await list.getByRole('textbox', { name: 'Search' }).fill('REPORT');
    await list.getByRole('button', { name: 'Not yet' }).waitFor({ state: 'hidden' });
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await list.getByRole('button', { name: /^weather report/ }).click();
    await page.getByRole('link', { name: 'weather report' }).waitFor();
    await saved(page);

    model.enqueue({ toolCalls: [{ id: 'call_0', name: 'weather_report', arguments: '{"city":"Paris"}' }] }, { text: 'Take an **umbrella**.' });
    await ask(page, 'What is it like in Paris?');
    await page.getByRole('log').locator('strong', { hasText: 'umbrella' }).waitFor();
    await page.getByText('Calls weather_report').click();
    await page.getByText('Rain in Paris').waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Tool weather_report' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await publishBot(page);
    expect(await studio.server.call('GET', `/api/bots/${botId}/versions/1`)).toMatchObject({ definition: { workflows: [{ version: 'v0.0.1' }] } });
    await page.reload();
    await page.getByRole('button', { name: 'Remove weather report' }).click();
    await saved(page);
    expect(await definitionOf(botId)).not.toHaveProperty('workflows');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByText('weather report (v0.0.1)').waitFor();
  });

  it('answer in the place of prompt and model, and what they ask is answered by a click', async () => {
    const page = await studio.openSignedIn(undefined, { size: 'phone', language: 'zh-CN', theme: 'dark' });
    const botId = await newBot(page, 'Tea desk');
    await page.getByLabel('由谁回答').selectOption('chatflow');
    await page.getByRole('alert').getByText('请选择对话流').waitFor();
    await page.getByRole('button', { name: '选择对话流' }).click();
    await page.getByRole('dialog', { name: '选择对话流' }).getByRole('button', { name: 'Tea room' }).click();
    await page.getByRole('link', { name: 'Tea room' }).waitFor();
    await saved(page);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: '设置', exact: true }).click();
    await page.getByRole('group').filter({ hasText: '意图' }).getByText('停用中').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await definitionOf(botId)).toMatchObject({ chatflow: { workflow_id: chatflowId, version: '' } });
    await studio.server.call('POST', '/v1/bot/publish', { bot_id: botId });

    const { path } = (await studio.server.call('PUT', `/api/bots/${botId}/sharing`, { access: 'link', messages_per_minute: 60 })) as { path: string };
    await settle(page, path);
    await ask(page, '你好');
    await page.getByRole('button', { name: 'Green', exact: true }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Green', exact: true }).click();
    await page.getByText('A cup of Green.').waitFor();
    expect(await page.getByRole('button', { name: 'Green', exact: true }).count()).toBe(0);
  });

  it('are shown with what keeps them from being used', async () => {
    const page = await studio.openSignedIn();
    const gone = await create({ ...weather, name: 'Short-lived' });
    await publish(gone);
    const draft = await create({ ...weather, name: 'Still a draft' });
    const botId = await newBot(page, 'Broken desk');
    await studio.server.call('POST', '/v1/bot/update', { bot_id: botId, workflow_id_list: { ids: [{ id: gone }, { id: draft }] } });
    await studio.server.call('DELETE', `/api/workflows/${gone}?force=true`);
    await settle(page, `/w/${teamId}/bots/${botId}`);
    await page.getByRole('alert').getByText('This workflow was deleted.').waitFor();
    await page.getByRole('alert').getByText('Not published yet').waitFor();
    await page.getByRole('button', { name: `Remove ${gone}` }).click();
    await page.getByRole('link', { name: 'Still a draft' }).click();
    await page.waitForURL(`**/workflows/${draft}`);
  });
});

/** Says what the weather is in a city. */
const weather = {
  name: 'weather report',
  description: 'Tells the weather of a city',
  canvas: {
    nodes: [start({ name: 'city', type: 'string', required: true, description: 'Where' }), text('a', 'Rain in {{c}}', { c: from('100001.city') }), end({ report: from('a.output') })],
    edges: [line('100001', 'a'), line('a', '900001')],
  },
};

/** Asks which tea, and brings it. */
const teaRoom = {
  name: 'Tea room',
  mode: 'chatflow',
  canvas: {
    nodes: [
      start({ name: 'USER_INPUT', type: 'string', required: false }, { name: 'CONVERSATION_NAME', type: 'string', required: false }),
      node('which', '18', {
        title: 'Which',
        inputs: { question: 'Which tea?', answer_type: 'option', option_type: 'static', options: [{ name: 'Green' }, { name: 'Black' }], inputParameters: [] },
        outputs: [{ name: 'optionId', type: 'string' }, { name: 'optionContent', type: 'string' }],
      }),
      node('900001', '2', { title: 'End', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ tea: from('which.optionContent') }), content: given('A cup of {{tea}}.'), streamingOutput: true } }),
    ],
    edges: [line('100001', 'which'), line('which:branch_0', '900001'), line('which:branch_1', '900001'), line('which:default', '900001')],
  },
};
