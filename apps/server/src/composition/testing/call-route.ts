import { Readable } from 'node:stream';
import type { Endpoint } from '@buckle/contract';
import type { z } from 'zod';
import type { Principal } from '#kernel/principal.ts';
import { Accepted, type Route } from '#kernel/route.ts';
import type { CallParts } from './call-endpoint.ts';

/**
 * Calls an endpoint of a process without a gateway, as that would: what comes in and what goes out
 * follow its schemas. An upload brings a short text.
 */
export async function callRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  routes: readonly Route[],
  principal: Principal,
  endpoint: Endpoint<P, Q, B, A>,
  { params, query, body, idempotencyKey }: CallParts<P, Q, B> = {},
): Promise<z.output<A>> {
  const found = routes.find((route) => route.endpoint.name === endpoint.name);
  const answer = await found?.handle({
    params: endpoint.params.parse(params ?? {}),
    query: endpoint.query.parse(query ?? {}),
    body: endpoint.body.parse(body ?? {}),
    ...(endpoint.bodyKind === 'multipart' ? { file: { fileName: 'a.txt', body: Readable.from([Buffer.from('text')]) } } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    principal,
    address: '192.0.2.1',
    userAgent: 'test',
    origin: '',
    cookies: {},
    setCookie: () => undefined,
  });
  return endpoint.answer.parse(answer instanceof Accepted ? answer.data : answer);
}
