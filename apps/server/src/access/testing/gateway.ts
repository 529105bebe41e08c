import { endpoint } from '@buckle/contract';
import pino, { type Logger } from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import type { Cache } from '#data/cache/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Unauthenticated } from '#kernel/errors.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { type EventSink, EventStream, publicRoute, type Route, route } from '#kernel/route.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import { defaultGatewaySettings, type GatewaySettings } from '../settings.ts';

/** The only token that the gateway of the tests knows. */
export const TOKEN = 'pat_known';

/** The header that goes with it. */
export const authorization = { authorization: `Bearer ${TOKEN}` };

const echoBody = z.object({
  text: z.string().max(100),
  role: z.enum(['user', 'assistant']).default('user'),
  parts: z.array(z.object({ type: z.literal('text'), text: z.string() })).optional(),
});

/** An endpoint that answers with what it was given. */
export const echo = endpoint('POST', '/v1/echo/{echo_id}', {
  name: 'echo',
  tag: 'Echo',
  summary: 'What was sent',
  params: z.object({ echo_id: z.string().min(1).max(64) }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(50).optional(), conversation_id: z.string().optional() }),
  body: echoBody,
  answer: z.unknown(),
  creates: true,
});

/** An endpoint of the strict kind. */
export const strict = endpoint('POST', '/api/strict', {
  name: 'strict',
  tag: 'Echo',
  summary: 'Refuses unknown fields',
  authentication: 'none',
  body: z.strictObject({ password: z.string().min(8) }),
});

/** An endpoint that can stream. */
export const talk = endpoint('POST', '/v3/talk', {
  name: 'talk',
  tag: 'Talk',
  summary: 'Talks',
  body: z.object({ stream: z.boolean().optional(), text: z.string().optional() }),
  answer: z.object({ text: z.string() }),
  events: { word: z.object({ word: z.string() }) },
});

/** What a test changes of the gateway it asks for. */
export interface TestGatewayOptions {
  readonly settings?: Partial<GatewaySettings>;
  readonly routes?: readonly Route[];
  readonly logger?: Logger;
  readonly cache?: Cache;
  readonly clock?: ManualClock;
  readonly readiness?: GatewayOptions['readiness'];
  readonly authenticate?: GatewayOptions['authenticate'];
  readonly introduce?: GatewayOptions['introduce'];
}

/** Builds a gateway that listens nowhere yet. */
export function testGateway(options: TestGatewayOptions = {}): Promise<Gateway> {
  const clock = options.clock ?? new ManualClock();
  return createGateway({
    routes: options.routes ?? [echoRoute()],
    authenticate: options.authenticate ?? authenticateKnown,
    settings: { ...defaultGatewaySettings, port: 0, ...options.settings },
    cache: options.cache ?? new CountingCache(),
    logger: options.logger ?? pino({ level: 'silent' }),
    metrics: new Registry(),
    readiness: options.readiness ?? [],
    introduce: options.introduce ?? (async () => undefined),
    clock,
    ids: new IdGenerator(clock, 1),
    version: '0.0.0',
  });
}

/** Answers with what the operation was called with. */
export function echoRoute(): Route {
  return route(echo, async ({ principal, params, query, body, idempotencyKey, address }) => ({
    user: principal.userId,
    params,
    query,
    body,
    idempotencyKey,
    address,
  }));
}

/** Runs `handle` for a public `/v1/probe`. */
export function probeRoute(handle: () => Promise<unknown>): Route {
  const probe = endpoint('GET', '/v1/probe', {
    name: 'probe',
    tag: 'Probe',
    summary: 'Probes',
    authentication: 'none',
    answer: z.unknown(),
  });
  return publicRoute(probe, handle);
}

/** Streams what `write` sends, where the body asks for a stream. */
export function talkRoute(write: (sink: EventSink) => Promise<void>): Route {
  return route(talk, async ({ body }) => (body.stream ? new EventStream(write) : { text: 'whole' }));
}

async function authenticateKnown({ bearer, accessCookie }: Parameters<GatewayOptions['authenticate']>[0]): Promise<Principal> {
  if (bearer === TOKEN) return { userId: '7', instanceAdmin: false, via: 'token', credentialId: 'token-1' };
  if (accessCookie === TOKEN) return { userId: '7', instanceAdmin: false, via: 'session', credentialId: 'session-1' };
  throw new Unauthenticated();
}

/** The counters of the cache port, which is all that the gateway uses. */
class CountingCache implements Cache {
  readonly #counters = new Map<string, number>();

  async increment(key: string, by: number): Promise<number> {
    const count = (this.#counters.get(key) ?? 0) + by;
    this.#counters.set(key, count);
    return count;
  }

  async get(): Promise<undefined> {
    return undefined;
  }

  async set(): Promise<void> {}
  async delete(): Promise<void> {}
  async publish(): Promise<void> {}
  async close(): Promise<void> {}

  async subscribe(): Promise<() => Promise<void>> {
    return async () => undefined;
  }
}
