import { randomBytes } from 'node:crypto';
import * as contract from '@buckle/contract';
import { AuthenticationError, BadRequestError, NotFoundError, PermissionDeniedError, RoleType } from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Refused } from './testing/call-endpoint.ts';
import { eventsOf, outline, question, settled } from './testing/chats.ts';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start({ environment: { BUCKLE_MAX_FILE_BYTES: '200000' } });
  bot = await server.publishBot();
});
afterAll(() => server.stop());

describe('files', () => {
  it('are uploaded and retrieved', async () => {
    const uploaded = await server.upload('名.bin', randomBytes(150_000));
    expect(uploaded).toMatchObject({ id: expect.stringMatching(/^\d{19}$/), bytes: 150_000, file_name: '名.bin' });
    expect(uploaded.created_at).toBeLessThan(1e11);
    expect(await server.coze.files.retrieve(uploaded.id)).toEqual(uploaded);
  });

  it('may be empty, and not larger than the setting says', async () => {
    expect(await server.upload('empty.txt', '')).toMatchObject({ bytes: 0 });
    await expect(server.upload('large.bin', randomBytes(200_001))).rejects.toMatchObject({ code: 4000, msg: expect.stringContaining('200000') });
  });

  it.each([
    ['gpj.\u202eexe', 'gpj.exe'],
    ['a\tb\u0007.txt', 'a b.txt'],
    ['\u200b', 'unnamed'],
    [`${'x'.repeat(300)}👩.png`, `${'x'.repeat(249)}👩.png`],
    [`👩${'x'.repeat(250)}.png`, `${'x'.repeat(250)}.png`],
  ])('have a name without what cannot be seen: %j', async (name, kept) => {
    const body = new FormData();
    body.set('file', new Blob(['text']), 'NAME');
    const form = await new Response(body).text();
    const boundary = form.slice(2, form.indexOf('\r\n'));
    const response = await fetch(`${server.address}/v1/files/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: form.replace('filename="NAME"', `filename*=UTF-8''${encodeURIComponent(name)}`),
    });
    expect(await response.json()).toMatchObject({ code: 0, data: { file_name: kept } });
  });

  it('that are unknown give 404', async () => {
    await expect(server.coze.files.retrieve('12')).rejects.toMatchObject({ status: 404, code: 4200 });
  });
});

describe('the account', () => {
  it('of the caller is told', async () => {
    expect(await server.coze.users.me()).toEqual({
      user_id: expect.stringMatching(/^\d+$/),
      user_name: 'ada',
      nick_name: 'ada',
      avatar_url: '',
    });
  });

  it('has workspaces, in pages', async () => {
    await server.call(contract.createWorkspace, { body: { name: 'Team' } });
    const { workspaces, total_count } = await server.coze.workspaces.list({ page_num: 1, page_size: 50 });
    expect(total_count).toBe(2);
    expect(workspaces).toMatchObject([
      { id: server.workspaceId, role_type: 'owner', workspace_type: 'personal', enterprise_id: '' },
      { name: 'Team', role_type: 'owner', workspace_type: 'team', enterprise_id: '' },
    ]);
    const second = await server.coze.workspaces.list({ page_num: 2, page_size: 1 });
    expect([second.total_count, ...second.workspaces.map(({ name }) => name)]).toEqual([2, 'Team']);
  });
});

describe('the variables of a user', () => {
  it('are set and read, also those that the bot did not declare', async () => {
    const place = { bot_id: bot, connector_id: '1024', connector_uid: 'u1' };
    const data = [
      { keyword: 'city', value: 'Paris' },
      { keyword: '心情', value: '' },
    ];
    await server.coze.variables.update({ ...place, data });
    await server.coze.variables.update({ ...place, data: [{ keyword: 'city', value: 'Rome' }] });
    const { items } = await server.coze.variables.retrieve(place);
    expect(items.map(({ keyword, value }) => [keyword, value])).toEqual([['city', 'Rome'], ['心情', '']]);
    expect(items[0]).toMatchObject({ create_time: expect.any(Number), update_time: expect.any(Number) });
    const some = await server.coze.variables.retrieve({ ...place, keywords: ['city', 'unknown'] });
    expect(some.items.map(({ keyword }) => keyword)).toEqual(['city']);
    expect((await server.coze.variables.retrieve({ ...place, connector_uid: 'u2' })).items).toEqual([]);
  });

  it.each(['', '1st', 'a b', 'a-b', 'a'.repeat(65)])('have no keyword %j', async (keyword) => {
    const call = server.coze.variables.update({ bot_id: bot, connector_uid: 'u', data: [{ keyword, value: 'x' }] });
    await expect(call).rejects.toMatchObject({ status: 400, code: 4000 });
  });

  it('belong to a bot', async () => {
    await expect(server.coze.variables.retrieve({ connector_uid: 'u' })).rejects.toMatchObject({ status: 400 });
    await expect(server.coze.variables.retrieve({ bot_id: '12' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('errors', () => {
  it('are the client’s own classes, with code, reason and log id', async () => {
    await expect(server.client('pat_unknown').users.me()).rejects.toBeInstanceOf(AuthenticationError);
    await expect(server.coze.bots.retrieve({ bot_id: '12' })).rejects.toBeInstanceOf(NotFoundError);
    await expect(server.coze.bots.create({ space_id: server.workspaceId, name: '' })).rejects.toBeInstanceOf(BadRequestError);
    const { token } = await server.call(contract.createToken, { body: { name: 'reads', scopes: ['bot.read'] } });
    await expect(server.client(token).chat.create({ bot_id: bot })).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(server.coze.bots.retrieve({ bot_id: '12' })).rejects.toMatchObject({
      status: 404,
      code: 4200,
      msg: expect.stringContaining('"12"'),
      logid: expect.stringMatching(/^\d{19}$/),
    });
  });
});

describe('an Idempotency-Key', () => {
  const headers = { headers: { 'Idempotency-Key': 'key' } };
  /** That one thing was made, and that a call for another was refused. */
  const once = { things: 1, refusal: 4000 };

  /** What comes of three calls with one key, two of them at the same time, and of one more for another thing. */
  async function repeat<T>(create: (what: string) => Promise<T>): Promise<{ made: T; things: number; refusal: unknown }> {
    const [made, same] = await Promise.all([create('one'), create('one')]);
    const all = [made, same, await create('one')];
    const refusal = await create('another').then(() => 'none', ({ code }) => code);
    return { made, things: new Set(all.map((each) => JSON.stringify(each))).size, refusal };
  }

  it('makes one bot', async () => {
    const create = (name: string) => server.coze.bots.create({ space_id: server.workspaceId, name }, headers);
    expect(await repeat(create)).toMatchObject(once);
  });

  it('makes one conversation with its messages', async () => {
    const messages = [question('Hi')];
    const { made, ...outcome } = await repeat((from) => server.coze.conversations.create({ meta_data: { from }, messages }, headers));
    expect(outcome).toEqual(once);
    expect((await server.coze.conversations.messages.list(made.id)).data).toHaveLength(1);
  });

  it('makes one message', async () => {
    const { id } = await server.coze.conversations.create({});
    const create = (content: string) =>
      server.coze.conversations.messages.create(id, { role: RoleType.User, content, content_type: 'text', meta_data: {} }, headers);
    expect(await repeat(create)).toMatchObject(once);
    expect((await server.coze.conversations.messages.list(id)).data).toHaveLength(1);
  });

  it('makes one file', async () => {
    const authorization = `Bearer ${TOKEN}`;
    const { made, ...outcome } = await repeat(async (name) => {
      const body = new FormData();
      body.set('file', new File(['text'], name));
      const response = await fetch(`${server.address}/v1/files/upload`, { method: 'POST', body, headers: { authorization, 'Idempotency-Key': 'key' } });
      const { code, msg, data } = z.object({ code: z.int(), msg: z.string(), data: contract.file.optional() }).parse(await response.json());
      if (!data) throw new Refused(response.status, code, msg);
      return data;
    });
    expect(outcome).toEqual(once);
    expect(await server.coze.files.retrieve(made.id)).toEqual(made);
  });

  it('makes one workspace', async () => {
    const create = (name: string) => server.call(contract.createWorkspace, { body: { name }, idempotencyKey: 'key' });
    expect(await repeat(create)).toMatchObject(once);
  });

  it('makes one model', async () => {
    const body = { preset: 'ollama', model_name: 'm', workspace_id: server.workspaceId };
    const create = (name: string) => server.call(contract.createModel, { body: { ...body, name }, idempotencyKey: 'key' });
    expect(await repeat(create)).toMatchObject(once);
  });

  it.each([[false], [true]])('makes one chat, that is asked of the model once; in a conversation of its own: %s', async (named) => {
    const place = named ? { conversation_id: (await server.coze.conversations.create({})).id } : {};
    const idempotency = { headers: { 'Idempotency-Key': `chat ${named}` } };
    const create = (user_id: string) =>
      server.coze.chat.create({ bot_id: bot, user_id, additional_messages: [question('Hi')], ...place }, idempotency);
    const calls = server.model.callCount;
    const [first, second] = await Promise.all([create('u'), create('u')]);
    expect(second).toMatchObject({ id: first.id, conversation_id: first.conversation_id });
    await settled(server.coze, first);
    expect(await create('u')).toMatchObject({ id: first.id, status: 'completed' });
    expect(server.model.callCount).toBe(calls + 1);
    await expect(create('v')).rejects.toMatchObject({ code: 4000 });
  });

  it('tells a repeated stream how the chat stands', async () => {
    const stream = () => eventsOf(server.coze.chat.stream({ bot_id: bot, user_id: 'u', additional_messages: [question('Hi')] }, headers));
    const first = await stream();
    const again = await stream();
    expect(outline(again)).toEqual(['chat.in_progress', 'message answer', 'chat.completed', 'done']);
    expect(again.at(-2)).toEqual(first.at(-2));
  });

  it('means something for one token and one endpoint alone', async () => {
    const { token } = await server.call(contract.createToken, { body: { name: 'another' } });
    const ids = await Promise.all(
      [server.coze, server.client(token)].map(async (coze) => (await coze.conversations.create({ meta_data: { for: 'two' } }, { headers: { 'Idempotency-Key': 'k' } })).id),
    );
    expect(new Set(ids).size).toBe(2);
  });
});
