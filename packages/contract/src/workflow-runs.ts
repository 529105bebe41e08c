import { z } from 'zod';
import { errorEvent, id, idInRequest, queryInteger, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Workflow runs';

const params = z.object({ execute_id: idInRequest });
const values = z.record(z.string().max(200), z.unknown());

/** How a run stands; `queued`: it begins when its workspace and this Buckle have a place for it. */
export const runStates = ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled'] as const;

const waitKind = z.enum(['question', 'input', 'approval', 'time']);

/** What a run waits for. */
export const openWait = z.object({
  event_id: z.string().describe('Names the wait in the call that answers it'),
  node_id: z.string(),
  node_title: z.string(),
  kind: waitKind,
  data: z.unknown(),
  until: timestamp.optional(),
});

/** A run of a workflow, as the management API shows it. */
export const workflowRun = z
  .object({
    id,
    workflow_id: id,
    workspace_id: id,
    version: z.string().describe('Empty for a run of the draft'),
    only_node: z.string().optional().describe('The node that ran alone, on trial'),
    rerun_of: z.object({ execute_id: id, from_node: z.string() }).optional().describe('The run whose results it goes on from, and the node from which on it ran again'),
    trigger_id: id.optional().describe('The trigger that began it, as whom it acts'),
    state: z.enum(runStates),
    chat_id: z.string().optional().describe('The chat that it is part of, as a tool of a bot or in the place of its model'),
    conversation_id: z.string().optional().describe('The conversation of that chat, where it was kept'),
    created_at: timestamp,
    ended_at: timestamp.optional(),
    milliseconds: z.int().optional().describe('How long it took'),
    input_tokens: z.int(),
    output_tokens: z.int(),
    error: z
      .object({
        code: z.string(),
        message: z.string(),
        node_id: z.string().optional(),
        node_title: z.string().optional(),
        path: z.string().optional().describe('Where the node stands in the run, after the rounds and workflows around it'),
      })
      .optional(),
  })
  .meta({ id: 'WorkflowRun' });

/** A moment inside a run, where seconds would say too little. */
const moment = z.int().min(0).describe('Milliseconds since 1970');
const place = z.string().describe("Where it happened: the node's id, after the rounds and workflows around it, like `loop#3/node`");
const nodeValues = z.record(z.string(), z.unknown()).readonly();
const failure = z.object({ code: z.string(), message: z.string() });
const modelUses = z
  .array(z.object({ modelId: z.string(), inputTokens: z.int(), outputTokens: z.int(), startedAt: moment, endedAt: moment }).readonly())
  .readonly()
  .describe('The calls of models that it made');
const nodeFields = { path: place, node: z.string(), title: z.string(), kind: z.string(), inputs: nodeValues, startedAt: moment, endedAt: moment };

/** What a run did, as its journal has it, in the order in which it was noted. */
export const runEntry = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('node'),
      ...nodeFields,
      outputs: nodeValues,
      port: z.string().optional().describe('Where it went on; `default` where it is absent'),
      assigns: z.record(z.string(), nodeValues).readonly().optional().describe('Variables of loops that it set, by the ids of the loops'),
      reused: z.literal(true).optional().describe('It was done in the run from which this one goes on'),
      control: z.enum(['break', 'continue']).optional().describe('What it did to the loop around it'),
      message: z.string().optional().describe('What it told the user'),
      used: modelUses.optional(),
      failure: failure.readonly().optional().describe('The failure after which it went on'),
      warnings: z.array(z.string()).readonly().optional(),
    }),
    z.object({ type: z.literal('failed'), ...nodeFields, failure: failure.readonly() }),
    z.object({ type: z.literal('started'), path: place, node: z.string(), attempt: z.int(), at: moment }),
    z.object({
      type: z.literal('wait'),
      path: place,
      node: z.string(),
      number: z.int().describe('Which wait of this node it is, from 0'),
      event_id: z.string().describe('Names the wait in the call that answers it'),
      wait: z.object({ kind: waitKind, data: z.unknown(), until: moment.optional() }).readonly(),
      used: modelUses.optional(),
      at: moment,
    }),
    z.object({
      type: z.literal('step'),
      path: place,
      name: z.string().describe('Which call of a model or a tool it was, in the words of the node'),
      value: z.unknown(),
      used: modelUses.optional(),
      at: moment,
    }),
    z.object({ type: z.literal('answer'), path: place, number: z.int(), answer: z.unknown(), at: moment }),
  ])
  .meta({ id: 'RunEntry' });

export const startRun = endpoint('POST', '/api/workflows/{workflow_id}/runs', {
  name: 'startRun',
  tag,
  summary: 'Run the draft of a workflow; its events are read at the run',
  permission: 'workflow.edit',
  params: z.object({ workflow_id: idInRequest }),
  body: z.strictObject({
    parameters: values.default({}),
    only: z
      .strictObject({
        node_id: z.string().max(200),
        inputs: values.default({}).describe('Its inputs, in place of what they refer to'),
        outputs: z.record(z.string().max(200), values).default({}).describe('What other nodes are taken to have given, by their ids'),
      })
      .optional()
      .describe('Runs one node alone, on trial'),
  }),
  answer: z.object({ execute_id: id }),
  creates: true,
});

export const rerunRun = endpoint('POST', '/api/runs/{execute_id}/rerun', {
  name: 'rerunRun',
  tag,
  summary: 'Run again from a node on, with changed inputs where some are given: what the other nodes gave is taken from the run before',
  permission: 'workflow.run',
  params,
  body: z.strictObject({
    from_node: z.string().max(200),
    inputs: values.default({}).describe('Inputs of that node, in place of what they refer to; of the start node, the parameters that change'),
  }),
  answer: z.object({ execute_id: id }),
  creates: true,
});

export const listRuns = endpoint('GET', '/api/workflows/{workflow_id}/runs', {
  name: 'listRuns',
  tag,
  summary: 'The runs of a workflow, the newest first',
  permission: 'trace.read',
  params: z.object({ workflow_id: idInRequest }),
  query: z.object({ ...tokenPageQuery, state: z.enum(runStates).optional() }),
  answer: tokenPage(workflowRun),
});

export const readRun = endpoint('GET', '/api/runs/{execute_id}', {
  name: 'readRun',
  tag,
  summary: 'A run with what went in and came out, what it waits for and what it did',
  permission: 'trace.read',
  params,
  query: z.object({ from: queryInteger(0, 1_000_000_000).default(0).describe('The entry of the journal to begin at') }),
  answer: workflowRun.extend({
    inputs: values,
    output: z.unknown(),
    waits: z.array(openWait),
    journal: z.array(runEntry),
    next_entry: z.int().describe('The entry to go on at; the number of entries where these are all'),
  }),
});

/** The events of a run: what it notes, what it says while it says it, and how it ends. */
export const runEvents = {
  entry: runEntry,
  delta: z.object({ node_id: z.string(), path: z.string(), text: z.string() }),
  waiting: z.object({ waits: z.array(openWait) }),
  end: workflowRun,
  error: errorEvent,
} as const;

export const watchRun = endpoint('GET', '/api/runs/{execute_id}/events', {
  name: 'watchRun',
  tag,
  summary: 'Follow a run from an entry of its journal on',
  permission: 'trace.read',
  params,
  query: z.object({ from: queryInteger(0, 1_000_000_000).default(0) }),
  events: runEvents,
});

export const cancelRun = endpoint('POST', '/api/runs/{execute_id}/cancel', {
  name: 'cancelRun',
  tag,
  summary: 'Cancel a run that has not ended',
  permission: 'workflow.run',
  params,
});

export const answerRun = endpoint('POST', '/api/runs/{execute_id}/answer', {
  name: 'answerRun',
  tag,
  summary: 'Give a run what it waits for; several waits are answered in any order',
  permission: 'workflow.run',
  params,
  body: z.strictObject({ event_id: z.string().min(1).max(1_000), answer: z.unknown() }),
});
