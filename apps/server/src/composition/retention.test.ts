import * as contract from '@buckle/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pathOf } from './testing/call-endpoint.ts';
import { type ComposedGateway, composeGateway } from './testing/composed-gateway.ts';

const DAY = 24 * 3_600_000;

let composed: ComposedGateway;
let workspace_id: string;
let bot_id: string;
beforeEach(async () => {
  composed = await composeGateway();
  workspace_id = (await call(contract.createWorkspace, { body: { name: 'Team' } })).id;
  bot_id = (await call(contract.createBot, { body: { space_id: workspace_id, name: 'Bot' } })).bot_id;
  await call(contract.publishBot, { body: { bot_id } });
});
afterEach(() => composed.close());

async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: contract.Endpoint<P, Q, B, A>,
  { params = {}, query = {}, body }: { readonly params?: Record<string, string>; readonly query?: Record<string, string>; readonly body?: object } = {},
): Promise<z.output<A>> {
  const { payload, statusCode } = await composed.gateway.app.inject({
    method: endpoint.method,
    url: `${pathOf(endpoint.path, params)}?${new URLSearchParams(query).toString()}`,
    headers: { authorization: `Bearer ${composed.token}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  if (statusCode !== 200) throw new Error(payload);
  const answer: unknown = JSON.parse(payload);
  return endpoint.answer.parse(endpoint.place === 'data' ? z.object({ data: z.unknown() }).parse(answer).data : answer);
}

async function upload(): Promise<string> {
  const { payload } = await composed.gateway.app.inject({
    method: 'POST',
    url: `/v1/files/upload?workspace_id=${workspace_id}`,
    headers: { authorization: `Bearer ${composed.token}`, 'content-type': 'multipart/form-data; boundary=b' },
    payload: '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ntext\r\n--b--\r\n',
  });
  return z.object({ data: contract.file }).parse(JSON.parse(payload)).data.id;
}

/** A turn of the bot; returns its conversation and its chat. */
async function ask(conversation_id?: string): Promise<{ conversation_id: string; chat_id: string }> {
  const query: Record<string, string> = conversation_id === undefined ? {} : { conversation_id };
  const chat = await call(contract.createChat, { query, body: { bot_id, user_id: 'u', additional_messages: [{ role: 'user', content: 'Hi' }] } });
  const place = { conversation_id: chat.conversation_id, chat_id: chat.id };
  await expect.poll(async () => (await call(contract.retrieveChat, { query: place })).status, { interval: 1 }).toBe('completed');
  return place;
}

const keep = (body: contract.Retention) => call(contract.putRetention, { params: { workspace_id }, body });
const conversations = async () => (await call(contract.searchConversations, { params: { workspace_id } })).items.map(({ id }) => id);
const files = async () => (await call(contract.listFiles, { query: { workspace_id } })).items.map(({ id }) => id);
const runs = async () => (await call(contract.listWork, { query: { workspace_id, kind: 'retention' } })).items;

/** Looks for what is old, and waits until it is gone. */
async function apply(): Promise<void> {
  await composed.application.retention.apply();
  await composed.application.work.pump();
  await expect.poll(() => composed.application.work.running, { interval: 1 }).toBe(0);
}

describe('retention', () => {
  it('is for ever at first, and nothing runs', async () => {
    expect(await call(contract.getRetention, { params: { workspace_id } })).toEqual({ own: {}, instance: {} });
    await ask();
    composed.clock.advance(10_000 * DAY);
    await apply();
    expect(await conversations()).toHaveLength(1);
    expect(await runs()).toEqual([]);
  });

  it('removes conversations in which nobody has talked for so long, and says how many', async () => {
    const [old, used] = [await ask(), await ask()];
    composed.clock.advance(20 * DAY);
    await ask(used.conversation_id);
    composed.clock.advance(15 * DAY);
    await keep({ conversations_days: 30 });
    await apply();
    expect(await conversations()).toEqual([used.conversation_id]);
    await expect(call(contract.retrieveChat, { query: old })).rejects.toThrow(/4200/);
    expect(await runs()).toMatchObject([{ state: 'completed', progress: { step: 'conversations', done: expect.any(Number) } }]);
    const log = await call(contract.listAudit, { query: { workspace_id, action: 'retention.apply' } });
    expect(log.items).toMatchObject([{ actor_id: '', details: { conversations: 1 } }]);
    await apply();
    expect(await runs()).toHaveLength(1);
  });

  it('removes traces and leaves what they tell of', async () => {
    const { conversation_id, chat_id } = await ask();
    const trace = () => call(contract.getChatTrace, { params: { chat_id } });
    expect(await trace()).toBeDefined();
    await keep({ traces_days: 1 });
    composed.clock.advance(2 * DAY);
    await apply();
    await expect(trace()).rejects.toThrow(/4200/);
    expect(await conversations()).toEqual([conversation_id]);
  });

  it('removes files, but no picture of a bot', async () => {
    const [old, icon] = [await upload(), await upload()];
    await call(contract.updateBot, { body: { bot_id, icon_file_id: icon } });
    await keep({ files_days: 30 });
    composed.clock.advance(31 * DAY);
    const young = await upload();
    await apply();
    expect(await files()).toEqual([young, icon]);
    await expect(call(contract.retrieveFile, { query: { file_id: old } })).rejects.toThrow(/4200/);
    expect((await call(contract.getLimits, { params: { workspace_id } })).used.stored_bytes).toBe(8);
    await apply();
    expect(await runs()).toHaveLength(1);
  });

  it('removes ended work and what models were used for', async () => {
    const { chat_id } = await ask();
    composed.clock.advance(3_600_000);
    await composed.application.models.usage.fold();
    const tokens = async () => (await call(contract.getLimits, { params: { workspace_id } })).used.tokens_this_month;
    expect(await tokens()).toBeGreaterThan(0);
    await keep({ work_days: 1, usage_days: 1 });
    composed.clock.advance(3 * DAY);
    await composed.application.models.usage.fold();
    await apply();
    await expect(call(contract.getWork, { params: { work_id: chat_id } })).rejects.toThrow(/4200/);
    expect(await tokens()).toBe(0);
  });

  it('keeps ended work for longer than others where a workspace asks for it', async () => {
    const { application } = composed;
    await ask();
    await keep({ work_days: 30 });
    const scheduled = (): Promise<void> => application.work.forget((id) => application.retention.keptFor(id, 'work_days'));
    const chats = async () => (await call(contract.listWork, { query: { workspace_id, kind: 'chat' } })).items.length;
    composed.clock.advance(29 * DAY);
    await scheduled();
    expect(await chats()).toBe(1);
    composed.clock.advance(2 * DAY);
    await scheduled();
    expect(await chats()).toBe(0);
  });

  it('is refused where it is none, and is for administrators', async () => {
    await expect(keep({ traces_days: 0 })).rejects.toThrow(/traces_days/);
    await keep({ traces_days: 3 });
    expect(await call(contract.getRetention, { params: { workspace_id } })).toEqual({ own: { traces_days: 3 }, instance: {} });
    const log = await call(contract.listAudit, { query: { workspace_id, action: 'workspace.retain' } });
    expect(log.items).toMatchObject([{ outcome: 'done', details: { traces_days: 3 } }]);
  });
});
