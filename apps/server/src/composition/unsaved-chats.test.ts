import * as contract from '@buckle/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Scene } from './testing/scene.ts';

const HOUR = 3_600_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

/** Calls an endpoint as the owner and returns the data of its answer; undefined where it is refused with 404. */
async function dataOf<A extends z.ZodType>(
  endpoint: contract.Endpoint<z.ZodType, z.ZodType, z.ZodType, A>,
  changes: Parameters<Scene['call']>[2] = {},
): Promise<z.output<A> | undefined> {
  const { status, text } = await scene.call(endpoint, scene.tokens.owner, changes);
  if (status === 404) return undefined;
  return endpoint.answer.parse(z.object({ code: z.literal(0), data: z.unknown() }).parse(JSON.parse(text)).data);
}

it('a chat that is not to be saved can be read for 24 hours, and then is gone with its messages and its trace', async () => {
  const { bot_id } = scene.known;
  const ask = async (auto_save_history: boolean) => {
    const body = { bot_id, auto_save_history, stream: true, additional_messages: [{ role: 'user', content: 'Hi' }] };
    const { text } = await scene.call(contract.createChat, scene.tokens.owner, { body });
    const { id, conversation_id } = contract.chat.parse(JSON.parse(/data:(.*)/.exec(text)?.[1] ?? ''));
    return { chat_id: id, conversation_id };
  };
  const unsaved = await ask(false);
  const saved = await ask(true);
  /** What can be read of a chat: its state, how many messages, the state in its trace. */
  const readable = async (place: { chat_id: string; conversation_id: string }) => [
    (await dataOf(contract.retrieveChat, { query: place }))?.status,
    (await dataOf(contract.listChatMessages, { query: place }))?.length,
    (await dataOf(contract.getChatTrace, { params: place }))?.status,
  ];
  const { clock, application } = scene.composed;
  clock.advance(23 * HOUR);
  await application.conversations.removeExpired();
  expect(await readable(unsaved)).toEqual(['completed', 1, 'completed']);
  clock.advance(2 * HOUR);
  await application.conversations.removeExpired();
  expect(await readable(unsaved)).toEqual([undefined, undefined, undefined]);
  expect(await readable(saved)).toEqual(['completed', 1, 'completed']);
});
