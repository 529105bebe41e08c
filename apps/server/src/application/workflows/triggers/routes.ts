import * as contract from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { publicRoute, type Route, route } from '#kernel/route.ts';
import {
  changeTriggerSettings, createTrigger, deleteTrigger, fireNow, pauseTrigger, resumeTrigger, rotateSecret,
} from './manage-triggers.ts';
import { firingAnswer, listFirings, listTriggers, triggerAnswer } from './read-triggers.ts';
import { findTrigger } from './find-trigger.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { checkSchedule, momentsAfter } from './schedule.ts';
import type { TriggersContext } from './triggers-context.ts';

/** The management API of triggers, and the door of webhooks. */
export function triggerRoutes(context: TriggersContext): Route[] {
  return [
    route(contract.createTrigger, async ({ principal, params, body: { kind, ...settings }, idempotencyKey }) => {
      const made = await createTrigger(context, principal, params.workflow_id, { kind, settings, idempotencyKey });
      return { trigger: await triggerAnswer(context, made), ...(made.secret === undefined ? {} : { secret: made.secret }) };
    }),
    route(contract.listTriggers, async ({ principal, params, query }) => {
      const page = await listTriggers(context, principal, params.workflow_id, { after: query.page_token, limit: query.page_size });
      const items = await Promise.all(page.items.map((trigger) => triggerAnswer(context, trigger)));
      return { items, has_more: page.next !== undefined, next_page_token: page.next ?? '' };
    }),
    route(contract.readTrigger, async ({ principal, params }) => triggerAnswer(context, await findTrigger(context, principal, 'workflow.read', params.trigger_id))),
    route(contract.changeTrigger, async ({ principal, params, body }) => triggerAnswer(context, await changeTriggerSettings(context, principal, params.trigger_id, body))),
    route(contract.pauseTrigger, async ({ principal, params }) => triggerAnswer(context, await pauseTrigger(context, principal, params.trigger_id))),
    route(contract.resumeTrigger, async ({ principal, params }) => triggerAnswer(context, await resumeTrigger(context, principal, params.trigger_id))),
    route(contract.rotateTriggerSecret, async ({ principal, params, body }) => ({ secret: await rotateSecret(context, principal, params.trigger_id, body.secret) })),
    route(contract.fireTrigger, async ({ principal, params, body }) => firingAnswer(await fireNow(context, principal, params.trigger_id, body.event))),
    route(contract.deleteTrigger, async ({ principal, params }) => {
      await deleteTrigger(context, principal, params.trigger_id);
      return {};
    }),
    route(contract.listFirings, async ({ principal, params, query }) => {
      const page = await listFirings(context, principal, params.trigger_id, { after: query.page_token, limit: query.page_size });
      return { items: page.items.map(firingAnswer), has_more: page.next !== undefined, next_page_token: page.next ?? '' };
    }),
    route(contract.previewSchedule, async ({ query }) => {
      checkSchedule(query);
      return { next_at: momentsAfter(query, context.clock.now()).map(seconds) };
    }),
    publicRoute(contract.callWebhook, async ({ params, query, raw }) => {
      const { headers, body } = raw ?? { headers: {}, body: Buffer.alloc(0) };
      // What it answers is the endpoint's, or the same before the run has ended.
      return receiveWebhook(context, { triggerId: params.trigger_id, query, headers, body });
    }),
  ];
}
