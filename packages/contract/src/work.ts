import { z } from 'zod';
import { idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Work';

/** The states of a piece of work; the last three are its ends. */
const state = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'canceled']);

/** A piece of durable work, without what it was given. */
export const work = z
  .object({
    id: z.string(),
    workspace_id: z.string(),
    kind: z.string().describe('What it does, such as `chat`'),
    state,
    reason: z.string().optional().describe('Why it failed'),
    retries: z.int().describe('How often it was tried again after an error of its own'),
    retryable: z.boolean().describe('Whether it has failed and can be tried again'),
    created_at: timestamp,
    due_at: timestamp.optional().describe('When it goes on by itself, where it waits'),
    ended_at: timestamp.optional(),
  })
  .meta({ id: 'Work' });

const params = z.object({ work_id: idInRequest });

/** The work of a workspace. */
export const listWork = endpoint('GET', '/api/work', {
  name: 'listWork',
  tag,
  summary: 'What a workspace has running, waiting or ended in the last 7 days, the newest first',
  permission: 'work.read',
  query: z.strictObject({
    ...tokenPageQuery,
    workspace_id: idInRequest,
    state: state.optional(),
    kind: z.string().min(1).max(50).optional(),
  }),
  answer: tokenPage(work),
});

/** One piece of work. */
export const getWork = endpoint('GET', '/api/work/{work_id}', {
  name: 'getWork',
  tag,
  summary: 'How a piece of work stands',
  permission: 'work.read',
  params,
  answer: work,
});

/** Cancels work. */
export const cancelWork = endpoint('POST', '/api/work/{work_id}/cancel', {
  name: 'cancelWork',
  tag,
  summary: 'Cancel a piece of work; one that has ended stays as it is',
  permission: 'work.manage',
  params,
  answer: work,
});

/** Tries failed work again. */
export const retryWork = endpoint('POST', '/api/work/{work_id}/retry', {
  name: 'retryWork',
  tag,
  summary: 'Try failed work again, without the steps that it has finished',
  permission: 'work.manage',
  params,
  answer: work,
});
