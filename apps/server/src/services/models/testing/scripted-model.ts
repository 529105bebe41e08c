import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import { encodeError, encodeReply, type ScriptedReply, type WireReply } from './scripted-reply.ts';
import { encodeTextAnswer } from './text-answer.ts';

/** One call as the scripted model saw it. */
export interface ScriptedCall {
  readonly headers: IncomingMessage['headers'];
  /** The parsed body: an OpenAI chat request, or texts to embed or to rank. */
  readonly body: Record<string, unknown>;
}

/** Decides the reply to a call; `index` counts the calls from 0. */
export type Script = (call: ScriptedCall, index: number) => ScriptedReply;

/**
 * A scripted OpenAI-compatible server on loopback, for tests and benches. It answers
 * `POST …/chat/completions` with what it was told, and remembers every call. `POST …/embeddings` gets
 * vectors of hashed words, and `POST …/rerank` the share of words in common.
 *
 * @example
 * const model = await ScriptedModel.start();
 * model.enqueue({ toolCalls: [{ id: 'call_1', name: 'clock', arguments: '{}' }] }, { text: 'It is noon.' });
 * // … connect to model.baseUrl …
 * await model.close();
 */
export class ScriptedModel {
  /** `http://127.0.0.1:<port>/v1` */
  readonly baseUrl: string;
  /** Every call so far; empty with `record: false`. */
  readonly calls: ScriptedCall[] = [];
  /** Every call for vectors or scores so far; empty with `record: false`. */
  readonly textCalls: ScriptedCall[] = [];
  /** How many calls have come, and how many of them are still being answered. */
  callCount = 0;
  openCount = 0;
  /** Calls whose client went before their end. */
  cancelledCount = 0;
  readonly #server: Server;
  readonly #record: boolean;
  readonly #queue: ScriptedReply[] = [];
  readonly #textFailures: NonNullable<ScriptedReply['error']>[] = [];
  readonly #encoded = new WeakMap<ScriptedReply, WireReply>();
  readonly #closed = new AbortController();
  #script: Script = () => DEFAULT_REPLY;

  private constructor(server: Server, record: boolean) {
    this.#server = server;
    this.#record = record;
    this.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    server.on('request', (request, response) => {
      this.#serve(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  /** Starts on a free port, or on `port`. With `record: false` it keeps no calls, for benches. */
  static async start(options: { readonly port?: number; readonly record?: boolean } = {}): Promise<ScriptedModel> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return new ScriptedModel(server, options.record ?? true);
  }

  /** The next calls get these replies, one each; then the script answers again. */
  enqueue(...replies: readonly ScriptedReply[]): void {
    this.#queue.push(...replies);
  }

  /** The next calls for vectors or scores fail so, one each, and those after them no more. */
  failTextCalls(...errors: readonly NonNullable<ScriptedReply['error']>[]): void {
    this.#textFailures.splice(0, Infinity, ...errors);
  }

  /** Every call that finds no queued reply gets this one, or what the function says. */
  always(reply: ScriptedReply | Script): void {
    this.#script = typeof reply === 'function' ? reply : () => reply;
  }

  /** Ends every connection and stops. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'POST' && /\/(?:embeddings|rerank)$/.test(request.url ?? '')) {
      const given = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      if (this.#record) this.textCalls.push({ headers: request.headers, body: given });
      this.#answerTexts(given, response);
      return;
    }
    if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions')) {
      response.writeHead(404, JSON_TYPE).end(encodeError({ status: 404, message: 'No such path.' }));
      return;
    }
    const index = this.callCount++;
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const call = { headers: request.headers, body };
    if (this.#record) this.calls.push(call);
    const reply = this.#queue.shift() ?? this.#script(call, index);

    this.openCount += 1;
    response.once('close', () => {
      this.openCount -= 1;
      if (!response.writableEnded) this.cancelledCount += 1;
    });
    await reply.held;
    if (reply.firstDelay !== undefined) await this.#pause(reply.firstDelay);
    await this.#answer(reply, body['stream'] === true, response);
  }

  #answerTexts(given: Record<string, unknown>, response: ServerResponse): void {
    const failure = this.#textFailures.shift();
    if (failure) response.writeHead(failure.status, { ...JSON_TYPE, ...failure.headers }).end(encodeError(failure));
    else response.writeHead(200, JSON_TYPE).end(JSON.stringify(encodeTextAnswer(given)));
  }

  async #answer(reply: ScriptedReply, stream: boolean, response: ServerResponse): Promise<void> {
    if (reply.error) {
      response.writeHead(reply.error.status, { ...JSON_TYPE, ...reply.error.headers }).end(encodeError(reply.error));
      return;
    }
    const wire = this.#encode(reply);
    if (!stream) {
      response.writeHead(200, JSON_TYPE).end(wire.json);
      return;
    }
    response.writeHead(200, EVENT_STREAM);
    if (reply.pieceDelay === undefined && reply.breakAfter === undefined && !reply.hang) {
      response.end(wire.whole);
      return;
    }
    for (const piece of wire.pieces.slice(0, reply.breakAfter)) {
      if (response.destroyed) return;
      response.write(piece);
      if (reply.pieceDelay !== undefined) await this.#pause(reply.pieceDelay);
    }
    if (reply.breakAfter !== undefined) {
      // What was written must be out before the connection breaks.
      await new Promise((resolve) => response.write(': break\n\n', resolve));
      response.destroy();
    } else if (!reply.hang) {
      response.end(wire.end);
    }
  }

  #encode(reply: ScriptedReply): WireReply {
    const known = this.#encoded.get(reply);
    if (known) return known;
    const wire = encodeReply(reply);
    this.#encoded.set(reply, wire);
    return wire;
  }

  async #pause(milliseconds: number): Promise<void> {
    if (milliseconds === 0) await immediate();
    else await wait(milliseconds, undefined, { signal: this.#closed.signal });
  }
}

const DEFAULT_REPLY: ScriptedReply = {};
const JSON_TYPE = { 'content-type': 'application/json' };
const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
