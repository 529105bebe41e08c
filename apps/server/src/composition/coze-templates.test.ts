import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  // Without a model of its own, an instance has the offline one.
  server = await TestServer.start({ environment: { BUCKLE_MODEL_BASE_URL: '', BUCKLE_MODEL_NAME: '' } });
});
afterAll(() => server.stop());

/** What the draft of a bot answers to a question. */
async function preview(botId: string, content: string): Promise<string> {
  const body = { stream: false, additional_messages: [{ role: 'user' as const, content }] };
  const { id, conversation_id } = await server.call(contract.previewBot, { params: { bot_id: botId }, body });
  await expect.poll(async () => (await server.coze.chat.retrieve(conversation_id, id)).status, { interval: 5 }).toBe('completed');
  const messages = await server.coze.chat.messages.list(conversation_id, id);
  return messages.find(({ type }) => type === 'answer')?.content ?? '';
}

describe('templates', () => {
  it.each(contract.templateLanguages)('in %s become bots through the official client, and run without a key', async (language) => {
    const { items } = await server.call(contract.listTemplates, { query: { language } });
    expect(items.length).toBeGreaterThan(5);
    for (const { id, definition } of items) {
      const { entity_id, entity_type } = await server.coze.templates.duplicate(id, { workspace_id: server.workspaceId, name: 'Mine' });
      expect(entity_type).toBe('agent');
      const draft = await server.call(contract.getBotDraft, { params: { bot_id: entity_id } });
      expect(draft).toMatchObject({ publish_status: 'unpublished_draft', definition: { ...definition, name: 'Mine' } });
      expect((await preview(entity_id, definition.onboarding.suggested_questions[0] ?? '')).length).toBeGreaterThan(20);
    }
  });

  it('keep their name where none is given, and give their fixed replies', async () => {
    const { entity_id: bot_id } = await server.call(contract.duplicateTemplate, {
      params: { template_id: 'support-desk-en' },
      body: { workspace_id: server.workspaceId },
    });
    expect(await server.call(contract.getBotDraft, { params: { bot_id } })).toMatchObject({ definition: { name: 'Support desk' } });
    expect(await preview(bot_id, 'I need an invoice')).toContain('Invoices are on your order page');
  });

  it('that do not exist are not found', async () => {
    const call = server.call(contract.duplicateTemplate, { params: { template_id: 'x' }, body: { workspace_id: server.workspaceId } });
    await expect(call).rejects.toMatchObject({ status: 404, code: 4200 });
  });
});

describe('a duplicate of a bot', () => {
  it('is a draft of its own with the same contents', async () => {
    const bot_id = await server.publishBot({ prompt: 'You are a guide.', variables: [{ keyword: 'city' }] });
    const { bot_id: copy } = await server.call(contract.duplicateBot, { params: { bot_id }, body: { name: 'Copy' } });
    const { definition } = await server.call(contract.getBotDraft, { params: { bot_id } });
    expect(await server.call(contract.getBotDraft, { params: { bot_id: copy } })).toMatchObject({
      revision: 1,
      publish_status: 'unpublished_draft',
      definition: { ...definition, name: 'Copy' },
    });
  });
});

describe('one version of a bot', () => {
  it('is read with who made it and whether it is online', async () => {
    const bot_id = await server.publishBot({ prompt: 'One' });
    await server.changeBot(bot_id, { prompt: 'Two' });
    const version = (number: string) => server.call(contract.getBotVersion, { params: { bot_id, version: number } });
    expect(await version('1')).toMatchObject({ version: '1', online: false, definition: { prompt: 'One' } });
    expect(await version('2')).toMatchObject({ version: '2', online: true, definition: { prompt: 'Two' } });
    expect((await version('2')).creator_name).not.toBe('');
    await expect(version('3')).rejects.toMatchObject({ status: 404 });
    await expect(version('01')).rejects.toMatchObject({ status: 404 });
    expect(await server.call(contract.getBotDraft, { params: { bot_id } })).toMatchObject({ online_version: '2' });
  });
});
