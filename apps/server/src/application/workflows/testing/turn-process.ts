import { expect } from 'vitest';
import type { BotVersionDocument } from '#application/bots/index.ts';
import type { Documents } from '#data/documents/port.ts';
import type { Files } from '#data/files/port.ts';
import type { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import type { ChatRequest, ModelEvent } from '#services/models/port.ts';
import { openProcess } from '#services/work/testing.ts';
import { defaultLimits } from '../engine/testing/run-canvas.ts';
import type { Plan } from '../engine/plan.ts';
import { type Plans, ROOT } from '../plans.ts';
import { KeptEntries } from '../runs/kept-entries.ts';
import { openRuns } from '../runs/run-document.ts';
import { botTools } from '../turns/bot-tools.ts';
import { turnFlows, type TurnFlowsContext } from '../turns/turn-flows.ts';
import { openTestConversations } from './conversations.ts';
import { valuesInMemory } from './values-in-memory.ts';

/** What the turns of a test's process are done with. */
export interface TurnProcessOptions {
  readonly clock: ManualClock;
  /** The bot that talks. */
  readonly version: BotVersionDocument;
  /** What its model says. */
  readonly reply: (request: ChatRequest) => AsyncGenerator<readonly ModelEvent[]>;
  /** What every workflow of it runs. */
  readonly plan: Plan;
  /** Where large values lie, and how many characters make one. */
  readonly values?: { readonly files: Files; readonly limit: number };
}

/** A process of an installation, alone, in which one bot talks, whose workflows run one plan. */
export type TurnProcess = Awaited<ReturnType<typeof openTurnProcess>>;

export async function openTurnProcess(documents: Documents, { clock, version, reply, plan, values }: TurnProcessOptions) {
  const process = await openProcess(documents, { clock, alone: true });
  const plans: Pick<Plans, 'of' | 'pin'> = { of: () => Promise.resolve(new Map([[ROOT, plan]])), pin: () => Promise.resolve({}) };
  const runs = await openRuns(documents, process.keyring);
  const large = valuesInMemory(process.keyring, values);
  const kept = new KeptEntries(documents, process.keyring, large);
  const workflows = { closed: { get: () => Promise.resolve({ workspaceId: 'w' }) } };
  const context = { plans, workflows, runLimits: defaultLimits, clock, logger: silentLogger, documents, work: process.work, runs, kept, large } as unknown as TurnFlowsContext;
  const conversations = await openTestConversations(process, version, reply);
  conversations.extend({ tools: botTools(context), flows: turnFlows(context) });
  return { ...process, conversations, version, runs, kept };
}

/** Who talks with the bot. */
export const visitor = { id: 'v', botId: '2', workspaceId: 'w' };

/** Says something, and follows the turn to its end. */
export async function say({ conversations, version }: TurnProcess, words: string, conversationId?: string): Promise<void> {
  const stream = await conversations.visitors.chat(visitor, version, words, conversationId);
  await stream.write({ send: () => undefined, sendNumbered: () => undefined, closed: new AbortController().signal });
}

/** What stands in the conversation, the oldest first. */
export async function said({ conversations }: TurnProcess): Promise<{ id: string | undefined; contents: readonly string[] }> {
  const { items } = await conversations.visitors.list(visitor, { limit: 10, after: undefined });
  const id = items[0]?.conversation.id;
  expect(items.length).toBeLessThan(2);
  if (id === undefined) return { id, contents: [] };
  const messages = await conversations.visitors.messages(visitor, id, { limit: 100, after: undefined });
  return { id, contents: messages.items.map(({ content }) => content).reverse() };
}
