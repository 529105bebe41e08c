import { z } from 'zod';
import { idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { documentReason } from './document-reasons.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Work';

/** The states of a piece of work; the last three are its ends. */
const state = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'canceled']);

/** A piece of durable work, without what it was given. */
export const work = z
  .object({
    id: z.string(),
    workspace_id: z.string().describe('Empty for work of the instance: deletions of workspaces and users'),
    kind: z.string().describe('What it does, such as `chat`'),
    state,
    reason: z.string().optional().describe('Why it failed; before its end, why it has to be tried again'),
    reason_code: documentReason.optional().describe('The same for programs'),
    retries: z.int().describe('How often it was tried again after an error of its own'),
    retryable: z.boolean().describe('Whether it has failed and can be tried again'),
    cancelable: z.boolean().describe('Whether it has not ended and can be cancelled'),
    progress: z
      .object({ step: z.string().describe('What it is at, such as `files`'), done: z.int().describe('How much it has done in all') })
      .optional(),
    created_at: timestamp,
    due_at: timestamp.optional().describe('When it goes on by itself, where it waits'),
    ended_at: timestamp.optional(),
  })
  .meta({ id: 'Work' });

/** What has begun to be removed: it is gone for everybody, and the work sees to what is left of it. */
export const removal = z.object({ work_id: z.string().describe('The work that removes the rest: see `/api/work`') }).meta({ id: 'Removal' });

const params = z.object({ work_id: idInRequest });

/** The work of a workspace. */
export const listWork = endpoint('GET', '/api/work', {
  name: 'listWork',
  tag,
  summary:
    'What a workspace has running, waiting or ended lately, the newest first; without a workspace the deletions of workspaces and users that the caller began (instance administrators: all)',
  permission: 'work.read',
  query: z.strictObject({
    ...tokenPageQuery,
    workspace_id: idInRequest.optional(),
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
