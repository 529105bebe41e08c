import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { serverEvents } from '../killable/server-events.ts';

/** The kinds of chats that are asked: streamed or not, with a call of the tool or without. */
export const KINDS = ['plain', 'streamed', 'tool', 'streamed tool'] as const;
export type Kind = (typeof KINDS)[number];

/** A chat that was acknowledged, and what its client saw of it. */
export interface AskedChat {
  readonly number: number;
  readonly kind: Kind;
  readonly chatId: string;
  readonly conversationId: string;
  /** Messages whose `completed` event came, by id. */
  readonly seen: ReadonlyMap<string, string>;
}

const chat = z.object({ id: z.string(), conversation_id: z.string(), status: z.string(), last_error: z.object({ msg: z.string() }).nullish() });
const message = z.object({ id: z.string(), type: z.string(), role: z.string(), content: z.string() });
const envelope = z.object({ code: z.int(), msg: z.string(), data: z.unknown() });

export type SeenMessage = z.output<typeof message>;

const PAUSE_WHILE_DEAD = 20;

/** Asks and reads chats of a server that may be dead, or another one, at any moment. */
export class ChatClient {
  readonly #address: () => string | undefined;
  readonly #token: string;
  #botId = '';

  private constructor(address: () => string | undefined, token: string) {
    this.#address = address;
    this.#token = token;
  }

  /** Makes the bot that is asked; the server lives meanwhile. */
  static async open(address: () => string | undefined, token: string): Promise<ChatClient> {
    const client = new ChatClient(address, token);
    const spaces = z.object({ workspaces: z.array(z.object({ id: z.string() })) });
    const workspace = spaces.parse(await client.call('GET', '/v1/workspaces')).workspaces[0];
    const created = await client.call('POST', '/v1/bot/create', { space_id: workspace?.id, name: 'Counter' });
    client.#botId = z.object({ bot_id: z.string() }).parse(created).bot_id;
    await client.call('POST', '/v1/bot/publish', { bot_id: client.#botId, connector_ids: ['1024'] });
    return client;
  }

  /** Asks a chat; undefined where it was not acknowledged before the server died. */
  async ask(number: number, kind: Kind): Promise<AskedChat | undefined> {
    const stream = kind.startsWith('streamed');
    const content = `${kind.endsWith('tool') ? 'tool ' : ''}chat ${number}`;
    const body = {
      bot_id: this.#botId,
      user_id: 'user',
      stream,
      additional_messages: [{ role: 'user', content, content_type: 'text' }],
    };
    const seen = new Map<string, string>();
    let started: z.output<typeof chat> | undefined;
    try {
      const response = await this.#send('POST', '/v3/chat', body);
      if (!stream) {
        started = chat.parse(envelope.parse(await response.json()).data);
      } else {
        for await (const { event, data } of serverEvents(response)) {
          if (event === 'conversation.chat.created') started = chat.parse(JSON.parse(data));
          if (event !== 'conversation.message.completed') continue;
          const said = message.parse(JSON.parse(data));
          if (said.type !== 'verbose') seen.set(said.id, said.content);
        }
      }
    } catch (error) {
      // The server died; what it had acknowledged by then counts.
      if (!(error instanceof TypeError)) throw error;
      await pause(PAUSE_WHILE_DEAD);
    }
    return started && { number, kind, chatId: started.id, conversationId: started.conversation_id, seen };
  }

  /** The status of a chat; that of a failed one with its reason. */
  async status({ chatId, conversationId }: AskedChat): Promise<string> {
    const place = `conversation_id=${conversationId}&chat_id=${chatId}`;
    const { status, last_error } = chat.parse(await this.call('GET', `/v3/chat/retrieve?${place}`));
    return status === 'failed' ? `${status}: ${last_error?.msg ?? ''}` : status;
  }

  /** All messages of the conversation, the oldest first. */
  async messages({ conversationId }: AskedChat): Promise<SeenMessage[]> {
    const response = await this.#send('POST', `/v1/conversation/message/list?conversation_id=${conversationId}`, { order: 'asc' });
    return z.object({ data: z.array(message) }).parse(await response.json()).data;
  }

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answered = envelope.parse(await (await this.#send(method, path, body)).json());
    if (answered.code !== 0) throw new Error(`${method} ${path}: ${answered.msg}`);
    return answered.data;
  }

  /** Throws `TypeError`, as `fetch` does, where no server lives. */
  #send(method: string, path: string, body?: unknown): Promise<Response> {
    const address = this.#address();
    if (!address) throw new TypeError('No server lives.');
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    return fetch(`${address}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }
}
