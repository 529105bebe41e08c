import { createHash } from 'node:crypto';
import type { callWebhook } from '@buckle/contract';
import type { z } from 'zod';
import { UniqueConflict } from '#data/documents/port.ts';
import { countOf } from '#kernel/count-of.ts';
import { BadRequest, Conflict, TooManyRequests, Unauthenticated } from '#kernel/errors.ts';
import { Accepted, type RawCall } from '#kernel/route.ts';
import { whenOver } from '#services/work/index.ts';
import { RunNotCompleted } from '../runs/errors.ts';
import { restOf } from '../runs/rest-of-run.ts';
import { wholeOutput } from '../runs/whole-output.ts';
import { beginningFiring, type Cause, firingId } from './fire.ts';
import type { FiringDocument, TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';
import { webhookEvent } from './webhook-event.ts';
import { proofOf } from './webhook-proof.ts';

const MINUTE = 60_000;

type WebhookAnswer = z.input<(typeof callWebhook)['answer']>;

/** A call of a webhook. */
export interface WebhookCall extends RawCall {
  readonly triggerId: string;
  readonly query: Readonly<Record<string, unknown>> & { readonly secret?: string | undefined };
}

/**
 * Takes a call of a webhook: its run is durable when this resolves. Throws `Unauthenticated` where the caller
 * proves nothing, whether there is such a trigger or not, `Conflict` for a call that is sent again, or where
 * the trigger is paused, `TooManyRequests`, and where the caller waits what became of the run.
 */
export async function receiveWebhook(context: TriggersContext, { triggerId, query, ...raw }: WebhookCall): Promise<Accepted | WebhookAnswer> {
  const { clock, triggers } = context;
  const found = await triggers.get(triggerId);
  const trigger = found?.kind === 'webhook' ? found : undefined;
  const proof = proofOf(trigger, { ...raw, secret: query.secret }, clock.now());
  if (!trigger?.webhook || !proof) throw new Unauthenticated('The webhook does not know its caller: its address, its secret or its signature is wrong, or the signature is too old.');
  const { webhook } = trigger;
  await countCall(context, trigger);
  if (trigger.pausedBy !== undefined) throw new Conflict('The trigger is paused: nothing starts until it is resumed.');
  const delivery = raw.headers[webhook.delivery_header.toLowerCase()];
  // What a call is known by when it comes again: its name, else its signature.
  const name = delivery ?? proof.signature;
  const key = name === undefined ? context.ids.next() : createHash('sha256').update(name).digest('base64url').slice(0, 32);
  const cause: Cause = {
    key, cause: 'webhook', event: webhookEvent(raw, query, webhook.signature_header),
    ...(proof.signature === undefined ? {} : { signature: `${trigger.id}/${proof.signature}` }),
  };
  const firing = await fireOnce(context, trigger, cause, delivery !== undefined);
  return webhook.waits ? resultOf(context, firing, webhook.wait_seconds * 1_000) : new Accepted({ execute_id: firing.runId, state: 'pending' });
}

async function countCall({ cache, clock }: TriggersContext, { id, webhook }: TriggerDocument): Promise<void> {
  const minute = Math.floor(clock.now() / MINUTE);
  const most = webhook?.calls_per_minute ?? 0;
  if ((await cache.increment(`hook:${id}:${minute}`, 1, 2 * MINUTE)) <= most) return;
  const left = Math.ceil(((minute + 1) * MINUTE - clock.now()) / 1_000);
  throw new TooManyRequests(`The webhook takes ${countOf(most, 'call')} a minute: wait as long as Retry-After says.`, left);
}

const RECEIVED = 'This call was received before: its signature is good for one.';

/** The firing goes first: it is what a second call with the same name or signature meets; one with a name gets the same answer again. */
async function fireOnce(context: TriggersContext, trigger: TriggerDocument, cause: Cause, isNamed: boolean): Promise<FiringDocument> {
  const { firings, work, firing: kind } = context;
  const wanted = beginningFiring(context, trigger, cause);
  let firing: FiringDocument = wanted;
  try {
    await firings.insert(wanted);
  } catch (error) {
    if (!(error instanceof UniqueConflict)) throw error;
    const same = await firings.get(firingId(trigger.id, cause.key));
    if (!same) throw new Conflict(RECEIVED);
    // It was taken, unless its process was killed in that moment.
    if (same.state !== 'pending' || (await work.get(same.id))) {
      if (isNamed) return same;
      throw new Conflict(RECEIVED);
    }
    firing = same;
  }
  try {
    await work.start(kind, { id: firing.id, workspaceId: firing.workspaceId, input: { triggerId: trigger.id, event: cause.event, depth: 0 }, here: false });
  } catch (error) {
    // Another call with the same name was faster.
    if (!(error instanceof UniqueConflict)) throw error;
  }
  return firing;
}

/** What became of a run, where that is known in time. */
async function resultOf(context: TriggersContext, { id, runId }: FiringDocument, most: number): Promise<Accepted | WebhookAnswer> {
  const over = AbortSignal.timeout(most);
  const { work, firings, runs } = context;
  await whenOver(work, id, async () => (await firings.closed.get(id))?.state !== 'pending', over);
  const firing = await firings.get(id);
  if (firing?.state === 'failed' && !(await runs.closed.get(runId))) throw new BadRequest(firing.reason ?? 'The run could not be started.');
  await restOf(context, runId, over);
  const run = await runs.get(runId);
  if (run === undefined || run.state === 'queued' || run.state === 'running' || run.state === 'waiting') return new Accepted({ execute_id: runId, state: run?.state ?? 'pending' });
  if (run.state !== 'completed') throw new RunNotCompleted(run);
  return { execute_id: runId, state: run.state, output: (await wholeOutput(context, run)) ?? null };
}
