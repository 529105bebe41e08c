import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a model says: words one after the other, or why not. */
export type Reply = { readonly words: readonly string[]; readonly hangs?: true } | { readonly refusal: string };

/** A model of a vendor on this machine, in OpenAI's wire format, that answers as it was told. */
export class TestModel {
  readonly baseUrl: string;
  /** The key that came with the last call. */
  lastKey = '';
  readonly #server: Server;

  private constructor(server: Server, replyTo: (question: string) => Reply) {
    this.#server = server;
    this.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    server.on('request', (request, response) => {
      this.lastKey = request.headers.authorization?.replace('Bearer ', '') ?? '';
      text(request).then(
        (body) => answer(response, replyTo(lastMessageOf(body))),
        (error: Error) => response.destroy(error),
      );
    });
  }

  /** Starts on a free port. `replyTo` is given the text of the last message of a call. */
  static async start(replyTo: (question: string) => Reply = () => ({ words: ['ok'] })): Promise<TestModel> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestModel(server, replyTo);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function answer(response: ServerResponse, reply: Reply): void {
  if ('refusal' in reply) {
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message: reply.refusal } }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (choice: object, more: object = {}) => response.write(`data: ${JSON.stringify({ choices: [{ index: 0, ...choice }], ...more })}\n\n`);
  for (const content of reply.words) send({ delta: { content } });
  // Stays open until whoever asked has gone.
  if (reply.hangs) return;
  send({ delta: {}, finish_reason: 'stop' }, { usage: { prompt_tokens: 120, completion_tokens: reply.words.length } });
  response.end('data: [DONE]\n\n');
}

function lastMessageOf(body: string): string {
  const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: unknown }[] };
  const content = messages.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}
