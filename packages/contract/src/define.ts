import { z } from 'zod';
import type { AnswerPlace, Authentication, Endpoint } from './endpoint.ts';
import type { Permission } from './permissions.ts';

const nothing = z.object({});

/** The parts of an endpoint that `endpoint` cannot fill in by itself. */
interface EndpointParts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly authentication?: Authentication;
  readonly permission?: Permission;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly multipart?: true;
  readonly anyBody?: true;
  readonly answer?: A;
  readonly place?: AnswerPlace;
  readonly events?: Readonly<Record<string, z.ZodType>>;
  readonly creates?: true;
  readonly accepts?: true;
  readonly oauth?: true;
  readonly maxBodyBytes?: number;
  readonly alias?: 'GET' | 'POST';
}

type Method = Endpoint['method'];
type Nothing = typeof nothing;

/**
 * Defines an endpoint. Authentication is required unless said otherwise; an answer stands in `data`
 * unless said otherwise, where OAuth is spoken alone.
 *
 * @example
 * endpoint('GET', '/v1/bots/{bot_id}', {
 *   name: 'retrieveBot', tag: 'Bots', summary: 'A bot as it was published',
 *   permission: 'bot.read', params: z.object({ bot_id: id }), answer: botInfo,
 * });
 */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = Nothing,
>(method: Method, path: string, parts: EndpointParts<P, Q, B, A>): Endpoint<P, Q, B, A> {
  const { params, query, body, answer, multipart, anyBody, place, authentication, ...rest } = parts;
  return {
    ...rest,
    method,
    path,
    authentication: authentication ?? 'required',
    // Where a schema is left out its type parameter is `Nothing`, which TypeScript cannot see.
    params: params ?? (nothing as unknown as P),
    query: query ?? (nothing as unknown as Q),
    body: body ?? (nothing as unknown as B),
    bodyKind: multipart ? 'multipart' : anyBody ? 'any' : body ? 'json' : 'none',
    answer: answer ?? (nothing as unknown as A),
    place: place ?? (rest.oauth ? 'alone' : answer ? 'data' : 'none'),
  };
}
