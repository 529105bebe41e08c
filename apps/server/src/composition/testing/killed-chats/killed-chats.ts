import { killAgainAndAgain, type KillOptions, type KillReport } from '../killable/kill-again-and-again.ts';
import { TOKEN } from '../killable/killable-process.ts';
import { type AskedChat, ChatClient, KINDS } from './chat-client.ts';
import { verifyChats } from './verify-chats.ts';

/** How the chats are killed. */
export interface KilledChatsOptions extends KillOptions {
  /** How many chats have to be acknowledged. */
  readonly chats: number;
}

/**
 * Asks chats of a server that is killed again and again, streamed and not, with tools and without,
 * and then checks what was promised: nothing acknowledged is lost, nothing finished is repeated.
 */
export function killedChats(options: KilledChatsOptions): Promise<KillReport> {
  const chats: AskedChat[] = [];
  return killAgainAndAgain(options, {
    open: (address) => ChatClient.open(address, TOKEN),
    async use(client, lane) {
      for (let next = lane; chats.length < options.chats; next += options.concurrency) {
        const chat = await client.ask(next, KINDS[next % KINDS.length] ?? 'plain');
        if (chat) chats.push(chat);
      }
    },
    verify: (client, world) => verifyChats(client, world, chats),
  });
}
