import { createHmac } from 'node:crypto';
import * as contract from '@buckle/contract';
import { end, from, line, node, start, text } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function workflow(nodes: readonly unknown[], edges: readonly unknown[], publish = true): Promise<string> {
  const { id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', canvas: { nodes, edges } } });
  if (publish) await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

const greeting = (publish = true) => workflow([start('who'), text('a', 'Hello {{name}}', { name: from('100001.who') }), end({ said: from('a.output') })], [line('100001', 'a'), line('a', '900001')], publish);

/** A workflow that always fails. */
const failing = () =>
  workflow([start(), node('c', '5', { inputs: { language: 5, code: 'async function main() { throw new Error("no"); }', inputParameters: [] }, outputs: [{ name: 'x', type: 'string' }], title: 'Code' }), end({ x: from('c.x') })], [line('100001', 'c'), line('c', '900001')]);

type Settings = Partial<z.input<typeof contract.createTrigger.body>>;

async function trigger(workflow_id: string, body: Settings & { readonly kind: contract.TriggerKind }): Promise<{ id: string; secret: string }> {
  const made = await server.call(contract.createTrigger, { params: { workflow_id }, body: { name: 'T', ...body } });
  return { id: made.trigger.id, secret: made.secret ?? '' };
}

async function hook(id: string, { secret, body = '{}', headers = {} }: { secret?: string; body?: string; headers?: Record<string, string> }) {
  const response = await fetch(`${server.address}/hooks/${id}${secret === undefined ? '' : `?secret=${secret}`}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const { data, msg } = (await response.json()) as { data?: { execute_id: string; state: string; output?: unknown }; msg: string };
  return { status: response.status, data, msg };
}

const firings = (trigger_id: string) => server.call(contract.listFirings, { params: { trigger_id } }).then(({ items }) => items);
const read = (trigger_id: string) => server.call(contract.readTrigger, { params: { trigger_id } });

it('is added once for an Idempotency-Key, and its secret told again', async () => {
  const params = { workflow_id: await greeting() };
  const add = (name: string) => server.call(contract.createTrigger, { params, body: { kind: 'webhook', name }, idempotencyKey: 'a trigger' });
  const first = await add('T');
  expect(await add('T')).toEqual(first);
  await expect(add('U')).rejects.toThrow(/The Idempotency-Key "a trigger"/);
  expect((await server.call(contract.listTriggers, { params })).items).toHaveLength(1);
});

describe('a trigger of a workflow that needs parameters', () => {
  const needing = (...names: readonly string[]) => workflow([start(...names.map((name) => ({ name, type: 'string', required: true }))), end({ said: from('100001.who') })], [line('100001', '900001')]);
  const everyDay = { cron: '0 9 * * *', time_zone: 'UTC' };

  it('is refused as long as it gives none, by its name', async () => {
    const params = { workflow_id: await needing('who') };
    const add = (settings: Settings) => server.call(contract.createTrigger, { params, body: { name: 'T', kind: 'schedule', schedule: everyDay, ...settings } });
    await expect(add({})).rejects.toMatchObject({ status: 400, message: expect.stringContaining('"who"') });
    await expect(add({ parameters: { who: '' } })).resolves.toBeDefined();
    const { trigger: made } = await add({ mapping: { who: 'due_at' } });
    expect(made.missing_parameters).toEqual([]);
    const change = server.call(contract.changeTrigger, { params: { trigger_id: made.id }, body: { name: 'T', schedule: everyDay } });
    await expect(change).rejects.toMatchObject({ status: 400, message: expect.stringContaining('"who"') });
  });

  it('says what it lacks where a version that asks for more is published later', async () => {
    const workflow_id = await needing('who');
    const { id } = await trigger(workflow_id, { kind: 'schedule', schedule: everyDay, parameters: { who: 'Ann' } });
    expect((await read(id)).missing_parameters).toEqual([]);
    const canvas = { nodes: [start({ name: 'who', type: 'string', required: true }, { name: 'where', type: 'string', required: true }), end({ said: from('100001.who') })], edges: [line('100001', '900001')] };
    await server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas } });
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    expect((await read(id)).missing_parameters).toEqual(['where']);
    expect((await server.call(contract.listTriggers, { params: { workflow_id } })).items).toMatchObject([{ id, missing_parameters: ['where'] }]);
  });
});

describe('a webhook', () => {
  it('starts a run with values of the call, and answers at once', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook', mapping: { who: 'body.person.0.name' } });
    const answer = await hook(id, { secret, body: '{"person":[{"name":"Ann"}]}' });
    expect(answer).toMatchObject({ status: 202, data: { execute_id: expect.stringMatching(/^\d{19}$/) } });
    const execute_id = answer.data?.execute_id ?? '';
    await expect.poll(async () => (await firings(id))[0]?.state, { interval: 10, timeout: 5_000 }).toBe('completed');
    const run = await server.call(contract.readRun, { params: { execute_id } });
    expect(run).toMatchObject({ trigger_id: id, version: 'v0.0.1', output: { said: 'Hello Ann' } });
    expect(JSON.stringify(await read(id))).not.toContain(secret);
  });

  it('can wait for the result, and says what failed', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook', webhook: { waits: true }, parameters: { who: 'Bo' } });
    expect(await hook(id, { secret })).toMatchObject({ status: 200, data: { state: 'completed', output: { said: 'Hello Bo' } } });
    const broken = await trigger(await failing(), { kind: 'webhook', webhook: { waits: true } });
    expect(await hook(broken.id, { secret: broken.secret })).toMatchObject({ status: 400, msg: expect.stringContaining('"Code" failed') });
    const draft = await trigger(await greeting(false), { kind: 'webhook', webhook: { waits: true } });
    expect(await hook(draft.id, { secret: draft.secret })).toMatchObject({ status: 400, msg: expect.stringContaining('is not published') });
    const { state, last_firing: last } = await read(draft.id);
    expect({ state, last: last?.state }).toEqual({ state: 'unpublished', last: 'failed' });
    // The reason may tell what a run was given: it is for those who may see traces.
    expect(last).not.toHaveProperty('reason');
    expect(await firings(draft.id)).toMatchObject([{ reason: expect.stringContaining('is not published') }]);
  });

  it('takes no place itself among the chats and runs that a workspace may have at once', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook', webhook: { waits: true, wait_seconds: 5 }, parameters: { who: 'Bo' } });
    const limited = (own: contract.Limits) => server.call(contract.putLimits, { params: { workspace_id: server.workspaceId }, body: own });
    await limited({ running_chats: 1 });
    try {
      expect(await hook(id, { secret })).toMatchObject({ status: 200, data: { state: 'completed' } });
    } finally {
      await limited({});
    }
  });

  it('tells a wrong secret from no trigger by nothing', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook' });
    const wrong = await hook(id, { secret: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(await hook('1', { secret: 'wrong' })).toEqual(wrong);
    const { secret: next } = await server.call(contract.rotateTriggerSecret, { params: { trigger_id: id }, body: {} });
    expect((await hook(id, { secret })).status).toBe(401);
    expect((await hook(id, { headers: { 'x-buckle-secret': next } })).status).toBe(202);
  });

  it('starts one run for a delivery that comes twice, at the same time too', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook', parameters: { who: 'x' } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => hook(id, { secret, headers: { 'idempotency-key': 'delivery 1' } })));
    expect(new Set(answers.map(({ data }) => data?.execute_id)).size).toBe(1);
    expect(await firings(id)).toHaveLength(1);
  });

  it('refuses what was signed and sent before', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook', webhook: { proof: 'signature' }, parameters: { who: 'x' } });
    const time = String(Math.floor(Date.now() / 1_000));
    const headers = { 'x-buckle-timestamp': time, 'x-buckle-signature': createHmac('sha256', secret).update(`${time}.{}`).digest('hex') };
    expect((await hook(id, { headers })).status).toBe(202);
    expect((await hook(id, { headers })).status).toBe(409);
    expect((await hook(id, { headers: { ...headers, 'idempotency-key': 'another' } })).status).toBe(409);
    expect(await firings(id)).toHaveLength(1);
  });

  it('takes so many calls a minute, and none that is too large, or while it is paused', async () => {
    const { id, secret } = await trigger(await greeting(), { kind: 'webhook', webhook: { calls_per_minute: 2 }, parameters: { who: 'x' } });
    expect((await hook(id, { secret, body: JSON.stringify('x'.repeat(1024 * 1024)) })).status).toBe(413);
    await server.call(contract.pauseTrigger, { params: { trigger_id: id } });
    expect((await hook(id, { secret })).status).toBe(409);
    const statuses = [(await hook(id, { secret })).status, (await hook(id, { secret })).status];
    expect(statuses).toContain(429);
  });
});

describe('a trigger of another end', () => {
  it('gets what the other gave, and never goes in a circle', async () => {
    const [first, second] = [await greeting(), await greeting()];
    const { id } = await trigger(second, { kind: 'workflow', source: { workflow_id: first }, mapping: { who: 'output.said' } });
    await server.coze.workflows.runs.create({ workflow_id: first, parameters: { who: 'Cy' } });
    await expect.poll(async () => (await firings(id))[0]?.state, { interval: 10, timeout: 5_000 }).toBe('completed');
    const [firing] = await firings(id);
    const run = await server.call(contract.readRun, { params: { execute_id: firing?.execute_id ?? '' } });
    expect(run.output).toEqual({ said: 'Hello Hello Cy' });
    await expect(trigger(first, { kind: 'workflow', source: { workflow_id: second } })).rejects.toMatchObject({ status: 400 });
    await expect(trigger(first, { kind: 'workflow', source: { workflow_id: first } })).rejects.toMatchObject({ status: 400 });
    await expect(trigger(first, { kind: 'workflow', source: { workflow_id: '1' } })).rejects.toMatchObject({ status: 404 });
  });
});

describe('a schedule', () => {
  it('fires when it is due, in the background', async () => {
    const workflow_id = await greeting();
    const { id } = await trigger(workflow_id, { kind: 'schedule', schedule: { cron: '* * * * *', time_zone: 'Asia/Shanghai' }, parameters: { who: 'Di' } });
    const standing = await read(id);
    expect(standing).toMatchObject({ state: 'active', next_at: expect.arrayContaining([expect.any(Number)]) });
    const fired = await server.call(contract.fireTrigger, { params: { trigger_id: id }, body: {} });
    await expect.poll(async () => (await firings(id))[0], { interval: 10, timeout: 5_000 }).toMatchObject({ id: fired.id, cause: 'trial', state: 'completed' });
    expect(await server.call(contract.pauseTrigger, { params: { trigger_id: id } })).toMatchObject({ state: 'paused', paused_by: 'user', next_at: [] });
    expect(await server.call(contract.resumeTrigger, { params: { trigger_id: id } })).toMatchObject({ state: 'active' });
    await expect(trigger(workflow_id, { kind: 'schedule' })).rejects.toMatchObject({ status: 400 });
    await expect(trigger(workflow_id, { kind: 'schedule', schedule: { cron: '0 0 * * *', ends_at: 1 } })).rejects.toMatchObject({ status: 400 });
  });
});

it('a trigger that fails so many times in a row is paused', async () => {
  const { id, secret } = await trigger(await failing(), { kind: 'webhook', pause_after_failures: 2 });
  await hook(id, { secret });
  await expect.poll(async () => (await firings(id)).map(({ state }) => state), { interval: 10, timeout: 5_000 }).toEqual(['failed']);
  expect(await read(id)).toMatchObject({ state: 'active' });
  await hook(id, { secret });
  await expect.poll(() => read(id), { interval: 10, timeout: 5_000 }).toMatchObject({ state: 'paused', paused_by: 'failures' });
  const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'trigger.pause' } });
  expect(items[0]).toMatchObject({ actor_id: id, via: 'trigger', outcome: 'done' });
});

it('gives an uploaded file that stands in its parameters and that its editor may read, and none that an event names', async () => {
  const workflow_id = await workflow([start({ name: 'doc', type: 'string', assistType: 3 }), text('a', '{{d}}', { d: from('100001.doc') }), end({ said: from('a.output') })], [line('100001', 'a'), line('a', '900001')]);
  const [own, other] = [await server.upload('own.txt', 'words'), await server.upload('other.txt', 'words')];
  const settings = { kind: 'webhook', webhook: { waits: true }, mapping: { doc: 'body.doc' } } as const;
  const { id, secret } = await trigger(workflow_id, { ...settings, parameters: { doc: { file_id: own.id } } });
  expect(await hook(id, { secret })).toMatchObject({ status: 200, data: { state: 'completed' } });
  expect(await hook(id, { secret, body: JSON.stringify({ doc: other.id }) })).toMatchObject({ status: 400, msg: expect.stringContaining(`doc names the uploaded file ${other.id}, and a trigger gives only`) });
  await expect(trigger(workflow_id, { ...settings, parameters: { doc: '7000000000000000001' } })).rejects.toMatchObject({ status: 404 });
});

it('goes with its workflow', async () => {
  const workflow_id = await greeting();
  const { id, secret } = await trigger(workflow_id, { kind: 'webhook', parameters: { who: 'x' } });
  await server.call(contract.deleteWorkflow, { params: { workflow_id }, query: { force: 'true' } });
  await expect.poll(async () => (await hook(id, { secret })).status, { interval: 20, timeout: 5_000 }).toBe(401);
});
