import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import * as contract from '@buckle/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { sharedDocuments } from '#services/work/testing.ts';
import { type CallParts, callEndpoint } from './testing/call-endpoint.ts';
import { type ComposedGateway, composeGateway } from './testing/composed-gateway.ts';

/** A process of the installation, and where it listens. */
interface Member {
  readonly composed: ComposedGateway;
  readonly address: string;
}

const outside = createServer((_, response) => void held.push(response));
let held: ServerResponse[] = [];
let members: readonly [Member, Member];

beforeEach(async () => {
  held = [];
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const open = sharedDocuments();
  const masterKey = randomBytes(32);
  const join = async (): Promise<Member> => {
    const composed = await composeGateway(() => Promise.resolve(open()), { masterKey, environment: { BUCKLE_OUTBOUND_ALLOW: '127.0.0.1/32' } });
    return { composed, address: await composed.gateway.listen() };
  };
  members = [await join(), await join()];
});
afterEach(async () => {
  for (const { composed } of members) await composed.close();
  outside.closeAllConnections();
  await new Promise((resolve) => outside.close(resolve));
});

/** Calls an endpoint over HTTP, at one of the processes. */
function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>({ address }: Member, endpoint: contract.Endpoint<P, Q, B, A>, parts: CallParts<P, Q, B>): Promise<z.output<A>> {
  return callEndpoint(address, members[0].composed.token, endpoint, parts);
}

/** Begins a run in the first process that asks and says what it was answered, while something slow goes on. */
async function asking() {
  const [first, second] = members;
  const slow = node('slow', '45', { inputs: { apiInfo: { method: 'GET', url: `http://127.0.0.1:${(outside.address() as AddressInfo).port}/` }, inputParameters: [], params: [] }, outputs: [{ name: 'body', type: 'string' }] });
  const ask = node('ask', '18', { inputs: { question: 'Your name?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] });
  const say = node('say', '13', { inputs: { inputParameters: params({ n: from('ask.USER_RESPONSE') }), content: given('Hello {{n}}'), streamingOutput: true } });
  const canvas = {
    nodes: [start(), ask, slow, say, end({ name: from('ask.USER_RESPONSE') })],
    edges: [line('100001', 'ask'), line('100001', 'slow'), line('ask', 'say'), line('say', '900001'), line('slow', '900001')],
  };
  const { id: workspace_id } = await call(first, contract.createWorkspace, { body: { name: 'Team' } });
  const { id: workflow_id } = await call(first, contract.createWorkflow, { body: { workspace_id, name: 'Asks', canvas } });
  const { execute_id } = await call(first, contract.startRun, { params: { workflow_id }, body: { parameters: {} } });
  const read = () => call(second, contract.readRun, { params: { execute_id }, query: {} });
  await vi.waitUntil(() => held.length === 1, { interval: 5 });
  await vi.waitUntil(async () => (await read()).waits.length === 1, { interval: 5 });
  const { state, waits } = await read();
  expect(state).toBe('running');
  const event_id = waits[0]?.event_id ?? '';
  const answer = (at: Member, words: string) => call(at, contract.answerRun, { params: { execute_id }, body: { event_id, answer: words } });
  return { first, second, workflow_id, execute_id, event_id, read, answer };
}

/** What is slow outside is done. */
function finishSlow(): void {
  for (const response of held) response.end('done');
}

it('a question of a run that goes on in one process is seen and answered in another, once', async () => {
  const { first, second, read, answer } = await asking();
  await answer(second, 'Ann');
  expect(await read()).toMatchObject({ state: 'running', waits: [] });
  for (const member of [second, first]) await expect(answer(member, 'Bob')).rejects.toMatchObject({ status: 409, message: expect.stringContaining('somebody else has answered it') });
  finishSlow();
  await vi.waitUntil(async () => (await read()).state === 'completed', { interval: 5 });
  const { output, journal } = await read();
  expect(output).toEqual({ name: 'Ann' });
  expect(journal.filter(({ type }) => type === 'answer')).toEqual([{ type: 'answer', path: 'ask', number: 0, answer: 'Ann', at: expect.any(Number) }]);
});

it('a run that is resumed as Coze does in another process than its own says there what it says from then on', async () => {
  const { second, workflow_id, event_id, read } = await asking();
  const response = fetch(`${second.address}${contract.resumeWorkflow.path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${members[0].composed.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ workflow_id, event_id, resume_data: 'Ann', interrupt_type: 2 }),
  });
  await vi.waitUntil(async () => (await read()).waits.length === 0, { interval: 5 });
  finishSlow();
  const events = await (await response).text();
  expect(events.match(/^event:.*$/gm)).toEqual(['event:Message', 'event:Message', 'event:Done']);
  expect(events).toContain('Hello Ann');
  expect(events).toContain(JSON.stringify(JSON.stringify({ name: 'Ann' })));
});
