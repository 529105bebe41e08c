import * as contract from '@buckle/contract';
import { end, line, node, start } from '@buckle/canvas/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { BuckleError } from '#kernel/errors.ts';
import { SECOND_LOOK } from '#services/work/index.ts';
import type { CallParts } from './testing/call-endpoint.ts';
import { callRoute } from './testing/call-route.ts';
import { type ComposedGateway, composeGateway } from './testing/composed-gateway.ts';

let disk: Disk;
let composed: ComposedGateway;
let workflow_id: string;
let other: string;
let workspace_id: string;
const canvas = { nodes: [start(), end()], edges: [line('100001', '900001')] };

beforeEach(async () => {
  disk = new Disk();
  composed = await composeGateway(() => disk.open());
  workspace_id = (await call(contract.createWorkspace, { body: { name: 'Team' } })).id;
  [workflow_id, other] = [await make('Deleted', canvas), await make('Other', canvas)];
});
afterEach(() => composed.close());

const administrator = async () => ({ userId: (await composed.application.identity.firstAdministrator())?.id ?? '', instanceAdmin: true, via: 'session', credentialId: 's' }) as const;

async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(endpoint: contract.Endpoint<P, Q, B, A>, parts: CallParts<P, Q, B>): Promise<z.output<A>> {
  return callRoute(composed.application.routes, await administrator(), endpoint, parts);
}

async function make(name: string, drawn: Readonly<Record<string, unknown>>): Promise<string> {
  return (await call(contract.createWorkflow, { body: { workspace_id, name, canvas: drawn } })).id;
}

/** A workflow that calls another. */
function calling(called: string): Promise<string> {
  const inner = node('s', '9', { inputs: { workflowId: called, inputParameters: [] } });
  return make('Outer', { nodes: [start(), inner, end()], edges: [line('100001', 's'), line('s', '900001')] });
}

/** Deletes the workflow, with all that belongs to it. */
async function deleteWhole(): Promise<void> {
  await call(contract.deleteWorkflow, { params: { workflow_id } });
  await settle();
}

/** Has the work done that is due. */
async function settle(): Promise<void> {
  const { work } = composed.application;
  await work.collect();
  await work.pump();
  await expect.poll(() => work.running, { interval: 1 }).toBe(0);
}

/** Has the workflow deleted in the moment in which a call has found that it may go on. */
function onceFound(): void {
  const { identity } = composed.application;
  const authorize = identity.authorize.bind(identity);
  vi.spyOn(identity, 'authorize').mockImplementationOnce(async (...parts) => {
    const role = await authorize(...parts);
    await deleteWhole();
    return role;
  });
}

/** Has the workflow deleted just before a call writes its change. */
function onceChecked(): void {
  const { audit } = composed.application;
  const change = audit.change.bind(audit);
  vi.spyOn(audit, 'change').mockImplementationOnce(async (...parts) => {
    await deleteWhole();
    return change(...parts);
  });
}

/** As `onceChecked`, and kills the process after some of the writes. */
function onceCheckedAndKilledAfter(most: number): void {
  const { audit } = composed.application;
  vi.spyOn(audit, 'change').mockImplementationOnce(async (_actor, _action, _resource, writes) => {
    await deleteWhole();
    for (const write of writes.slice(0, most)) await write();
    throw new Error('killed');
  });
}

/** The collections that hold something of workflows; that a workspace was looked through for references is nothing of theirs. */
function left(): readonly string[] {
  return disk.dump().flatMap((line) => /^workflow(?!_references_looked_up)\w*(?=:)/.exec(line) ?? []);
}

it('an import that is killed half-way is made whole by its repetition, and nothing twice', async () => {
  const { audit } = composed.application;
  const file = await call(contract.exportWorkflow, { params: { workflow_id: await calling(workflow_id) } });
  vi.spyOn(audit, 'change').mockImplementationOnce(async (_actor, _action, _resource, [first]) => {
    await first?.();
    throw new Error('killed');
  });
  const once = () => call(contract.importWorkflows, { body: { workspace_id, file }, idempotencyKey: 'k' });
  const workflows = () => left().filter((name) => name === 'workflows').length;
  const before = workflows();
  await expect(once()).rejects.toThrow('killed');
  await once();
  await once();
  expect(workflows()).toBe(before + 2);
});

const schedule = { cron: '0 0 * * *' };

const changes: Readonly<Record<string, { readonly deletes: () => void; readonly run: () => Promise<unknown> }>> = {
  'a draft': { deletes: onceFound, run: () => call(contract.saveCanvas, { params: { workflow_id }, body: { canvas } }) },
  'a version': { deletes: onceFound, run: () => call(contract.publishWorkflow, { params: { workflow_id }, body: {} }) },
  'a trigger': { deletes: onceChecked, run: () => call(contract.createTrigger, { params: { workflow_id }, body: { kind: 'schedule', name: 'T', schedule } }) },
  'a trigger that follows it': {
    deletes: onceChecked,
    run: () => call(contract.createTrigger, { params: { workflow_id: other }, body: { kind: 'workflow', name: 'T', source: { workflow_id } } }),
  },
};

it.each(Object.entries(changes))('%s of a workflow that is deleted meanwhile does not stay behind', async (_, { deletes, run }) => {
  deletes();
  const error: unknown = await run().catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(BuckleError);
  expect(left()).toEqual(['workflows']);
});

describe.each([1, 2])('of a workflow that is deleted meanwhile, where the process is killed after %i writes', (most) => {
  it.each(Object.entries(changes))('%s does not stay behind', async (_, { run }) => {
    onceCheckedAndKilledAfter(most);
    await expect(run()).rejects.toThrow(/killed|workflow/);
    composed.clock.advance(SECOND_LOOK);
    await settle();
    expect(left()).toEqual(['workflows']);
  });
});
