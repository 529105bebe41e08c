import { beforeEach, describe, expect, it } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { INSTANCE_SCOPE } from '#services/storage/index.ts';
import { kindOf, openProcess, type TestProcess } from '#services/work/testing.ts';
import { workRoutes } from './index.ts';

const EDITOR: Principal = { userId: 'editor', instanceAdmin: false, via: 'token', credentialId: 't' };
const STRANGER: Principal = { ...EDITOR, userId: 'stranger' };

let test: TestProcess;
let audited: string[];

beforeEach(async () => {
  test = await openProcess(await openMemoryDocuments());
  audited = [];
});

/** Calls an endpoint as the gateway does: what comes in and what goes out follow its schemas. */
async function call(name: string, input: { readonly params?: object; readonly query?: object } = {}, principal = EDITOR) {
  const routes = workRoutes({
    work: test.work,
    identity: {
      authorize: async ({ userId }, _permission, { type, id, workspaceId }) => {
        if (userId !== EDITOR.userId || workspaceId !== 'w') throw new NotFound(type, id);
        return 'editor';
      },
      authorizeAccount: async () => undefined,
      authorizeInstance: async () => undefined,
    },
    audit: {
      attempt: async (_actor, action, { id }, operation) => {
        const result = await operation();
        audited.push(`${action} ${id}`);
        return result;
      },
    },
  });
  const found = routes.find(({ endpoint }) => endpoint.name === name);
  if (!found) throw new Error(`There is no endpoint ${name}.`);
  const { endpoint, handle } = found;
  const answer = await handle({
    params: endpoint.params.parse(input.params ?? {}),
    query: endpoint.query.parse(input.query ?? {}),
    body: {},
    principal,
    address: '127.0.0.1',
    userAgent: 'test',
    origin: 'http://127.0.0.1',
    cookies: {},
    setCookie: () => undefined,
  });
  return JSON.parse(JSON.stringify(endpoint.answer.parse(answer)));
}

const failing = (kind: string, retries?: number) =>
  kindOf<string, null>(test, () => Promise.reject(new NotFound('model', 'm')), {
    kind,
    ...(retries === undefined ? {} : { retry: { retries, firstDelay: 1_000, longestDelay: 1_000 } }),
  });

/** Starts work and waits until it is left. */
async function left(id: string, kind: ReturnType<typeof failing>, workspaceId = 'w'): Promise<void> {
  test.work.register(kind);
  await (await test.work.start(kind, { id, workspaceId, input: 'a secret word', here: true })).finished;
}

describe('the endpoints of work', () => {
  it('list the work of a workspace by state and kind, page by page, and nothing of what it was given', async () => {
    await left('1', failing('import', 0));
    test.clock.advance(1_000);
    await left('2', failing('import', 3));
    test.clock.advance(1_000);
    await left('3', failing('chat'));
    await left('4', failing('chat'), 'other');
    const page = await call('listWork', { query: { workspace_id: 'w', page_size: '2' } });
    expect(page).toMatchObject({ has_more: true, items: [{ id: '3', retryable: false }, { id: '2', state: 'waiting', cancelable: true }] });
    expect(page.items[0]).toMatchObject({ cancelable: false });
    const next = await call('listWork', { query: { workspace_id: 'w', page_token: page.next_page_token } });
    expect(next.items).toMatchObject([{ id: '1', kind: 'import', state: 'failed', retryable: true, retries: 0 }]);
    expect(next.items[0].reason).toContain('model');
    const chats = await call('listWork', { query: { workspace_id: 'w', state: 'failed', kind: 'chat' } });
    expect(chats.items).toMatchObject([{ id: '3' }]);
    expect(JSON.stringify([page, next, chats])).not.toContain('secret');
  });

  it('show one piece, to members alone', async () => {
    await left('1', failing('chat'));
    expect(await call('getWork', { params: { work_id: '1' } })).toMatchObject({ id: '1', workspace_id: 'w', state: 'failed' });
    await expect(call('getWork', { params: { work_id: '1' } }, STRANGER)).rejects.toThrow(NotFound);
    await expect(call('getWork', { params: { work_id: '2' } })).rejects.toThrow(NotFound);
    await expect(call('listWork', { query: { workspace_id: 'w' } }, STRANGER)).rejects.toThrow(NotFound);
  });

  it('cancel work, which is recorded', async () => {
    await left('1', failing('import', 3));
    await expect(call('cancelWork', { params: { work_id: '1' } }, STRANGER)).rejects.toThrow(NotFound);
    expect(await call('cancelWork', { params: { work_id: '1' } })).toMatchObject({ state: 'canceled' });
    expect(audited).toEqual(['work.cancel 1']);
  });

  it('do not cancel work of a kind that has to come to its end', async () => {
    const failing = () => Promise.reject(new NotFound('model', 'm'));
    const retry = { retries: 3, firstDelay: 1_000, longestDelay: 1_000 };
    await left('1', kindOf<string, null>(test, failing, { kind: 'removal', retry, uncancelable: true }));
    await expect(call('cancelWork', { params: { work_id: '1' } })).rejects.toMatchObject({ code: 4000, message: expect.stringContaining('removal') });
    expect(await call('getWork', { params: { work_id: '1' } })).toMatchObject({ state: 'waiting', cancelable: false });
    expect(audited).toEqual([]);
  });

  it('try failed work again where its kind can be, which is recorded', async () => {
    await left('1', failing('import', 0));
    await expect(call('retryWork', { params: { work_id: '1' } }, STRANGER)).rejects.toThrow(NotFound);
    expect(await call('retryWork', { params: { work_id: '1' } })).toMatchObject({ id: '1', kind: 'import' });
    expect(audited).toEqual(['work.retry 1']);
    await left('2', failing('import', 3));
    await expect(call('retryWork', { params: { work_id: '2' } })).rejects.toThrow(/Only work that has failed.*2 is waiting/);
    await left('3', failing('chat'));
    await expect(call('retryWork', { params: { work_id: '3' } })).rejects.toMatchObject({
      code: 4000,
      message: expect.stringContaining('answers for its own failures'),
    });
  });

  it('show work of the instance to who started it and to instance administrators, with how far it has come', async () => {
    const kind = kindOf<string, null>(test, async (work) => {
      await work.report({ step: 'files', done: 7 });
      return { state: 'completed' };
    }, { kind: 'removal' });
    test.work.register(kind);
    for (const [id, actorId] of [['1', EDITOR.userId], ['2', 'another']] as const) {
      await (await test.work.start(kind, { id, workspaceId: INSTANCE_SCOPE, actorId, input: 'x', here: true })).finished;
      test.clock.advance(1_000);
    }
    const own = { id: '1', workspace_id: '', progress: { step: 'files', done: 7 }, state: 'completed' };
    expect((await call('listWork')).items).toMatchObject([own]);
    expect(await call('getWork', { params: { work_id: '1' } })).toMatchObject(own);
    await expect(call('getWork', { params: { work_id: '2' } })).rejects.toThrow(NotFound);
    await expect(call('retryWork', { params: { work_id: '2' } })).rejects.toThrow(NotFound);
    expect((await call('listWork', {}, { ...STRANGER, instanceAdmin: true })).items).toMatchObject([{ id: '2' }, { id: '1' }]);
  });
});
