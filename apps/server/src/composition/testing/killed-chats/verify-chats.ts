import { setTimeout as pause } from 'node:timers/promises';
import type { AskedChat, ChatClient } from './chat-client.ts';
import type { CountingWorld, Deed } from '../killable/counting-world.ts';
import type { Findings } from '../killable/kill-again-and-again.ts';

const ENDS_WITHIN = 60_000;
const POLL_INTERVAL = 50;

/** Waits until every chat has ended, and compares all that is stored with what was promised. */
export async function verifyChats(client: ChatClient, world: CountingWorld, chats: readonly AskedChat[]): Promise<Findings> {
  const broken: string[] = [];
  for (const chat of chats) {
    const complain = (what: string) => broken.push(`chat ${chat.number} (${chat.kind}): ${what}`);
    const status = await endOf(client, chat);
    if (status !== 'completed') complain(`its status is ${status}`);
    await verifyMessages(client, chat, complain);
    verifyDeeds(world.deeds, chat, complain);
  }
  return { acknowledged: chats.length, broken };
}

async function endOf(client: ChatClient, chat: AskedChat): Promise<string> {
  for (let waited = 0; ; waited += POLL_INTERVAL) {
    const status = await client.status(chat);
    if (status !== 'in_progress' || waited > ENDS_WITHIN) return status;
    await pause(POLL_INTERVAL);
  }
}

async function verifyMessages(client: ChatClient, chat: AskedChat, complain: (what: string) => void): Promise<void> {
  const messages = await client.messages(chat);
  const tool = chat.kind.endsWith('tool');
  const expected = [
    `question: ${tool ? 'tool ' : ''}chat ${chat.number}`,
    ...(tool ? [`function_call: ${JSON.stringify({ name: 'count', arguments: JSON.stringify({ subject: String(chat.number) }) })}`] : []),
    ...(tool ? [`tool_response: counted ${chat.number}`] : []),
    `answer: answer ${chat.number}`,
  ];
  const found = messages.map(({ type, content }) => `${type}: ${content}`);
  if (JSON.stringify(found) !== JSON.stringify(expected)) complain(`its conversation is ${JSON.stringify(found)}`);
  for (const [id, content] of chat.seen) {
    if (!messages.some((message) => message.id === id && message.content === content)) {
      complain(`its client was told ${JSON.stringify(content)}, which is not there`);
    }
  }
}

/** A tool's call whose output the model was shown is finished, and so is an answer that the client was told. */
function verifyDeeds(deeds: readonly Deed[], chat: AskedChat, complain: (what: string) => void): void {
  const own = deeds.filter((deed) => deed.subject === String(chat.number));
  const firstUse = own.findIndex((deed) => deed.withOutput === true);
  if (firstUse >= 0 && own.slice(firstUse).some(({ kind }) => kind === 'tool')) complain('a finished call of its tool was made again');
  const keys = new Set(own.filter(({ kind }) => kind === 'tool').map(({ idempotencyKey }) => idempotencyKey));
  if (keys.size > 1) complain(`its one call of the tool had the keys ${[...keys].join(', ')}`);
  const toolAnswered = firstUse >= 0 && own.slice(firstUse).some((deed) => deed.kind === 'model' && deed.withOutput === false);
  if (toolAnswered) complain('a finished call of the model was made again');
}
