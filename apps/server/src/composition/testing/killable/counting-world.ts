import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';

const message = z.object({ role: z.string(), content: z.unknown() });
const body = z.object({ messages: z.array(message) });

/** Something that the server did outside of itself, an answer to a user too, in the order in which it came. */
export interface Deed {
  readonly kind: 'model' | 'tool' | 'answer';
  /** What it was done for: the number in a question, what a call of the counter said, or what a user asked for. */
  readonly subject: string;
  /** The key of a call of the tool. */
  readonly idempotencyKey?: string;
  /** Whether the model was shown the tool's output. */
  readonly withOutput?: boolean;
}

/**
 * The world around a server that is killed, which lives on: a model that answers "answer N" to the
 * question "chat N", after a call of the tool where that asks for one, and the tool's counter.
 */
export class CountingWorld {
  readonly model: ScriptedModel;
  readonly counterUrl: string;
  readonly deeds: Deed[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #counter: Server;

  private constructor(model: ScriptedModel, counter: Server) {
    this.model = model;
    this.#counter = counter;
    this.counterUrl = `http://127.0.0.1:${(counter.address() as AddressInfo).port}/`;
  }

  static async start(): Promise<CountingWorld> {
    const model = await ScriptedModel.start({ record: false });
    // On a busy machine a connection that is taken for idle would be closed under a call.
    const counter = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      void text(request).then((subject) => {
        world.note({ kind: 'tool', subject, idempotencyKey: String(request.headers['idempotency-key']) });
        setTimeout(() => response.end(`counted ${subject}`), 5);
      });
    });
    await new Promise<void>((resolve) => counter.listen(0, '127.0.0.1', resolve));
    const world = new CountingWorld(model, counter);
    model.always((call) => world.#reply(body.parse(call.body).messages));
    return world;
  }

  /** Resolves when so many more deeds are done. */
  async more(count: number): Promise<void> {
    for (const goal = this.deeds.length + count; this.deeds.length < goal; ) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async close(): Promise<void> {
    await this.model.close();
    this.#counter.closeAllConnections();
    await new Promise((resolve) => this.#counter.close(resolve));
  }

  note(deed: Deed): void {
    this.deeds.push(deed);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #reply(messages: readonly z.output<typeof message>[]) {
    const question = String(messages.findLast(({ role }) => role === 'user')?.content);
    const subject = /\d+/.exec(question)?.[0] ?? '';
    const withOutput = messages.at(-1)?.role === 'tool';
    this.note({ kind: 'model', subject, withOutput });
    if (question.includes('tool') && !withOutput) {
      return { toolCalls: [{ id: 'call_0', name: 'count', arguments: JSON.stringify({ subject }) }], firstDelay: 3 };
    }
    return { text: ['answer', ' ', subject], firstDelay: 3, pieceDelay: 3 };
  }
}
