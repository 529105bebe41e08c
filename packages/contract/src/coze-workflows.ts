import { z } from 'zod';
import { chatEvents } from './chats.ts';
import { id, idInRequest, pageNumber, pageSize, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { enterMessage } from './messages.ts';

const tag = 'Workflow runs';

const parameters = z.record(z.string().max(200), z.unknown()).default({});
/** What a run is told of its surroundings. */
const surroundings = {
  workflow_id: idInRequest,
  workflow_version: z.string().max(32).optional().describe('The version that is online where absent'),
  parameters,
  bot_id: z.string().max(64).optional(),
  app_id: z.string().max(64).optional(),
  connector_id: z.string().max(64).optional(),
  ext: z.record(z.string().max(64), z.string().max(1_000)).default({}),
};
const usage = z.object({ token_count: z.int(), input_count: z.int(), output_count: z.int() });

export const runWorkflow = endpoint('POST', '/v1/workflow/run', {
  name: 'runWorkflow',
  tag,
  summary: 'Run a published workflow: until its end, or in the background',
  permission: 'workflow.run',
  body: z.object({ ...surroundings, is_async: z.boolean().default(false), execute_mode: z.string().max(32).optional() }),
  answer: z.object({
    data: z.string().optional().describe('What came out, as JSON; absent for a run in the background'),
    execute_id: id,
    debug_url: z.string(),
    token: z.int(),
    cost: z.string(),
    usage,
  }),
  place: 'fields',
  creates: true,
});

export const chatWithWorkflow = endpoint('POST', '/v1/workflows/chat', {
  name: 'chatWithWorkflow',
  tag,
  summary: 'Talk to a published chatflow, as a stream of the events of a chat',
  permission: 'workflow.run',
  body: z.object({
    ...surroundings,
    additional_messages: z.array(enterMessage).max(100).default([]),
    conversation_id: z.string().max(64).optional().describe('A new conversation where absent; one that waits for an answer goes on'),
  }),
  events: { ...chatEvents, done: z.object({ debug_url: z.string() }) },
  creates: true,
});

/** The events of a streamed run; each has a number. */
export const workflowEvents = {
  Message: z.object({
    content: z.string(),
    content_type: z.literal('text'),
    node_title: z.string(),
    node_id: z.string(),
    node_type: z.string(),
    node_execute_uuid: z.string(),
    node_seq_id: z.string(),
    node_is_finish: z.boolean(),
    usage: usage.optional(),
    token: z.int().optional(),
  }),
  Interrupt: z.object({
    interrupt_data: z.object({ event_id: z.string(), type: z.int(), data: z.string() }),
    node_title: z.string(),
  }),
  Error: z.object({ error_code: z.int(), error_message: z.string() }),
  Done: z.object({ debug_url: z.string() }),
} as const;

export const streamWorkflow = endpoint('POST', '/v1/workflow/stream_run', {
  name: 'streamWorkflow',
  tag,
  summary: 'Run a published workflow and follow what it says',
  permission: 'workflow.run',
  body: z.object(surroundings),
  events: workflowEvents,
  creates: true,
});

export const resumeWorkflow = endpoint('POST', '/v1/workflow/stream_resume', {
  name: 'resumeWorkflow',
  tag,
  summary: 'Answer what a run waits for, and follow what it says then',
  permission: 'workflow.run',
  body: z.object({
    workflow_id: idInRequest,
    event_id: z.string().min(1).max(1_000),
    resume_data: z.string().max(1_000_000),
    interrupt_type: z.int(),
  }),
  events: workflowEvents,
});

export const runHistory = endpoint('GET', '/v1/workflows/{workflow_id}/run_histories/{execute_id}', {
  name: 'runHistory',
  tag,
  summary: 'How a run stands, and what came out of it: a list of one',
  permission: 'workflow.run',
  params: z.object({ workflow_id: idInRequest, execute_id: idInRequest }),
  answer: z.array(
    z.object({
      execute_id: id,
      execute_status: z.enum(['Success', 'Running', 'Fail']).describe('`Running` for one that waits too, `Fail` for one that was cancelled: the official clients know no other'),
      bot_id: z.string(),
      connector_id: z.string(),
      connector_uid: z.string(),
      run_mode: z.int().describe('0 until its end, 1 streamed, 2 in the background'),
      logid: z.string(),
      create_time: timestamp,
      update_time: timestamp,
      output: z.string(),
      token: z.string(),
      cost: z.string(),
      error_code: z.string(),
      error_message: z.string(),
      debug_url: z.string(),
      node_execute_status: z
        .record(
          z.string(),
          z.object({ node_id: z.string(), is_finish: z.boolean(), update_time: timestamp, is_loop: z.boolean(), loop_index: z.int().optional(), batch_index: z.int().optional(), node_execute_uuid: z.string() }),
        )
        .describe('What spoke to the user, by the titles of the nodes; where several have one title, or a node spoke in several rounds, those before the last as title#1, title#2 and so on'),
      usage,
      is_output_trimmed: z.boolean(),
    }),
  ),
});

export const nodeHistory = endpoint('GET', '/v1/workflows/{workflow_id}/run_histories/{execute_id}/execute_nodes/{node_execute_uuid}', {
  name: 'nodeHistory',
  tag,
  summary: 'What came out of a node of a run',
  permission: 'workflow.run',
  params: z.object({ workflow_id: idInRequest, execute_id: idInRequest, node_execute_uuid: z.string().min(1).max(2_000) }),
  answer: z.object({ is_finish: z.boolean(), node_output: z.string(), update_time: timestamp }),
});

const creator = z.object({ id, name: z.string() });
const cozeWorkflow = z.object({
  workflow_id: id,
  workflow_name: z.string(),
  description: z.string(),
  icon_url: z.string(),
  app_id: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  creator,
});

export const listCozeWorkflows = endpoint('GET', '/v1/workflows', {
  name: 'listCozeWorkflows',
  tag,
  summary: 'The workflows of a workspace, as the Coze API lists them',
  permission: 'workflow.read',
  query: z.object({
    workspace_id: idInRequest,
    workflow_mode: z.enum(['workflow', 'chatflow']).optional(),
    app_id: z.string().max(64).optional(),
    publish_status: z.enum(['all', 'published_online', 'unpublished_draft']).default('all'),
    page_num: pageNumber,
    page_size: pageSize(30),
  }),
  answer: z.object({ items: z.array(cozeWorkflow), has_more: z.boolean() }),
});

export const readCozeWorkflow = endpoint('GET', '/v1/workflows/{workflow_id}', {
  name: 'readCozeWorkflow',
  tag,
  summary: 'A workflow, as the Coze API shows it',
  permission: 'workflow.read',
  params: z.object({ workflow_id: idInRequest }),
  answer: z.object({ workflow_detail: cozeWorkflow }),
});
