import * as contract from '@buckle/contract';
import { SuggestReplyMode } from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completed, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** A bot's draft, as the official client reads it. */
function draftOf(botId: string) {
  return server.coze.bots.retrieveNew(botId, { is_published: false });
}

describe('a bot of the official client', () => {
  it('is created as a draft with what it is given', async () => {
    const { bot_id } = await server.coze.bots.create({
      space_id: server.workspaceId,
      name: 'Guide',
      description: 'Shows the way',
      prompt_info: { prompt: 'You are a guide.' },
      onboarding_info: { prologue: 'Where to?', suggested_questions: ['North?', 'South?'] },
      model_info_config: { model_id: '', temperature: 0.5, context_round: 3, max_tokens: 100, top_p: 0.9, response_format: 'text' },
    });
    expect(await draftOf(bot_id)).toMatchObject({
      bot_id,
      name: 'Guide',
      description: 'Shows the way',
      version: '',
      bot_mode: 0,
      prompt_info: { prompt: 'You are a guide.' },
      onboarding_info: { prologue: 'Where to?', suggested_questions: ['North?', 'South?'] },
      model_info: { model_name: 'scripted', temperature: 0.5, context_round: 3, max_tokens: 100, top_p: 0.9, response_format: 'text' },
      suggest_reply_info: { reply_mode: 'disable' },
      plugin_info_list: [],
      workflow_info_list: [],
      knowledge: { knowledge_infos: [] },
      variables: [],
    });
    await expect(server.coze.bots.retrieveNew(bot_id)).rejects.toMatchObject({ status: 404, code: 4200 });
  });

  it('is changed in the fields that an update names, and in no others', async () => {
    const { bot_id } = await server.coze.bots.create({
      space_id: server.workspaceId,
      name: 'Guide',
      description: 'Shows the way',
      prompt_info: { prompt: 'You are a guide.' },
      onboarding_info: { prologue: 'Where to?', suggested_questions: ['North?'] },
      suggest_reply_info: { reply_mode: SuggestReplyMode.CUSTOMIZED, customized_prompt: 'Ask about places.' },
    });
    await server.coze.bots.update({ bot_id, name: 'Pilot' });
    await server.coze.bots.update({ bot_id, onboarding_info: { prologue: 'Whither?' }, suggest_reply_info: { reply_mode: SuggestReplyMode.ENABLE } });
    expect(await draftOf(bot_id)).toMatchObject({
      name: 'Pilot',
      description: 'Shows the way',
      prompt_info: { prompt: 'You are a guide.' },
      onboarding_info: { prologue: 'Whither?', suggested_questions: ['North?'] },
      suggest_reply_info: { reply_mode: 'enable', customized_prompt: 'Ask about places.' },
    });
  });

  it('is online as it was published, whatever its draft is by now', async () => {
    const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'One' });
    await server.coze.bots.publish({ bot_id, connector_ids: ['1024'] });
    await server.coze.bots.update({ bot_id, name: 'Two' });
    expect(await server.coze.bots.retrieve({ bot_id })).toMatchObject({ name: 'One', version: '1' });
    expect(await server.coze.bots.retrieveNew(bot_id, { is_published: true })).toMatchObject({ name: 'One' });
    expect(await draftOf(bot_id)).toMatchObject({ name: 'Two', version: '1' });
    await server.coze.bots.publish({ bot_id, connector_ids: ['1024'] });
    expect(await server.coze.bots.retrieve({ bot_id })).toMatchObject({ name: 'Two', version: '2' });
  });

  it('is published to the API alone', async () => {
    const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'One' });
    await expect(server.coze.bots.publish({ bot_id, connector_ids: ['999'] })).rejects.toMatchObject({ status: 400, code: 4000 });
  });
});

describe('the list of bots', () => {
  it("is that of the caller's own workspace where none is named", async () => {
    const { items } = await server.coze.bots.listNew({});
    const [own] = (await server.coze.workspaces.list({})).workspaces.filter(({ workspace_type }) => workspace_type === 'personal');
    expect(items).toEqual((await server.coze.bots.listNew({ workspace_id: own?.id ?? '' })).items);
    expect(items.length).toBeGreaterThan(0);
  });

  it('has pages by number, and tells how each draft stands to what is published', async () => {
    const { id: space } = await server.call(contract.createWorkspace, { body: { name: 'Listing' } });
    const made: string[] = [];
    for (const name of ['draft', 'online', 'changed']) {
      const { bot_id } = await server.coze.bots.create({ space_id: space, name });
      made.push(bot_id);
      if (name !== 'draft') await server.coze.bots.publish({ bot_id, connector_ids: ['1024'] });
      if (name === 'changed') await server.coze.bots.update({ bot_id, description: 'new' });
    }
    const [draft, online, changed] = made;
    const list = async (publish_status?: string) => {
      const { total, items } = await server.coze.bots.listNew({ workspace_id: space, ...(publish_status ? { publish_status } : {}) });
      return [total, ...items.map(({ id }) => id)];
    };
    expect(await list()).toEqual([2, changed, online]);
    expect(await list('published_online')).toEqual([2, changed, online]);
    expect(await list('all')).toEqual([3, changed, online, draft]);
    expect(await list('published_draft')).toEqual([1, changed]);
    expect(await list('unpublished_draft')).toEqual([1, draft]);

    const pages = await Promise.all(
      [1, 2].map((page_num) => server.coze.bots.listNew({ workspace_id: space, publish_status: 'all', page_num, page_size: 2 })),
    );
    expect(pages.map(({ total, items }) => [total, ...items.map(({ name }) => name)])).toEqual([
      [3, 'changed', 'online'],
      [3, 'draft'],
    ]);
    const older = await server.coze.bots.list({ space_id: space, page_index: 1, page_size: 10 });
    expect([older.total, ...older.space_bots.map(({ bot_name }) => bot_name)]).toEqual([2, 'changed', 'online']);
    expect(older.space_bots[0]?.publish_time).toMatch(/^\d{10}$/);
  });
});

describe('a draft', () => {
  it('is refused where another save came between', async () => {
    const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'One' });
    const params = { bot_id };
    const { revision, definition } = await server.call(contract.getBotDraft, { params });
    const saved = await server.call(contract.putBotDraft, { params, body: { revision, definition: { ...definition, name: 'Two' } } });
    expect(saved).toMatchObject({ revision: revision + 1, publish_status: 'unpublished_draft', definition: { name: 'Two' } });
    const stale = server.call(contract.putBotDraft, { params, body: { revision, definition: { ...definition, name: 'Three' } } });
    await expect(stale).rejects.toMatchObject({ status: 409, code: 4009 });
    expect(await server.call(contract.getBotDraft, { params })).toMatchObject({ definition: { name: 'Two' } });
  });
});

describe('versions', () => {
  it('are listed with their notes, rolled back to, and taken offline', async () => {
    const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'First' });
    const params = { bot_id };
    await server.call(contract.publishBot, { body: { bot_id, version_description: 'the first' } });
    await server.coze.bots.update({ bot_id, name: 'Second' });
    expect(await server.call(contract.publishBot, { body: { bot_id, version_description: 'the second' } })).toEqual({ bot_id, version: '2' });

    const versions = async () => {
      const { items } = await server.call(contract.listBotVersions, { params });
      return items.map(({ version, notes, online, definition }) => [version, notes, online, definition.name]);
    };
    expect(await versions()).toEqual([['2', 'the second', true, 'Second'], ['1', 'the first', false, 'First']]);
    const coze = await server.call(contract.listCozeBotVersions, { params });
    expect(coze).toMatchObject({ total: 2, items: [{ version: '2', description: 'the second' }, { version: '1' }] });

    await server.call(contract.rollBackBot, { params, body: { version: '1' } });
    expect(await versions()).toEqual([['2', 'the second', false, 'Second'], ['1', 'the first', true, 'First']]);
    expect(await server.coze.bots.retrieve({ bot_id })).toMatchObject({ name: 'First', version: '1' });
    expect(await draftOf(bot_id)).toMatchObject({ name: 'Second' });
    const unknown = server.call(contract.rollBackBot, { params, body: { version: '3' } });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 4200 });

    await server.call(contract.unpublishBot, { params, body: {} });
    await expect(server.coze.bots.retrieve({ bot_id })).rejects.toMatchObject({ status: 404 });
    await expect(server.coze.chat.create({ bot_id })).rejects.toMatchObject({ status: 400, code: 4015 });
    await expect(server.call(contract.unpublishBot, { params, body: {} })).rejects.toMatchObject({ status: 400 });
    expect(await versions()).toHaveLength(2);
  });

  it.each(['', ' 1', '01', '1.0', '1e0', '0x1', '-1', 'latest'])('there is none that is called %j', async (version) => {
    const bot_id = await server.publishBot();
    const call = server.call(contract.rollBackBot, { params: { bot_id }, body: { version } });
    await expect(call).rejects.toMatchObject({ status: 404, code: 4200 });
  });

  it('run on after a roll-back: the chat speaks with the version that is online', async () => {
    const bot_id = await server.publishBot({ prompt: 'the first prompt' });
    await server.changeBot(bot_id, { prompt: 'the second prompt' });
    await server.call(contract.rollBackBot, { params: { bot_id }, body: { version: '1' } });
    await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
    expect(server.model.calls.at(-1)?.body['messages']).toEqual([
      { role: 'system', content: 'the first prompt' },
      { role: 'user', content: 'Hi' },
    ]);
  });
});

it('a bot that is published twice at the same time has one more version for each that succeeded', async () => {
  const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'One' });
  const publishing = Array.from({ length: 3 }, () => server.call(contract.publishBot, { body: { bot_id } }));
  const outcomes = await Promise.allSettled(publishing);
  const published = outcomes.filter(({ status }) => status === 'fulfilled');
  expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 0)).filter((code) => code !== 0 && code !== 4009)).toEqual([]);
  expect(await server.call(contract.listBotVersions, { params: { bot_id } })).toMatchObject({ total: published.length });
});

it('a deleted bot is gone for its users', async () => {
  const bot_id = await server.publishBot();
  await server.call(contract.deleteBot, { params: { bot_id } });
  await expect(server.coze.bots.retrieve({ bot_id })).rejects.toMatchObject({ status: 404 });
  await expect(server.coze.chat.create({ bot_id })).rejects.toMatchObject({ status: 404 });
});
