import type { Endpoint } from '@buckle/contract';
import { z } from 'zod';

/** What a call is made of, beside its endpoint and its token. */
export interface CallParts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly params?: z.input<P>;
  readonly query?: z.input<Q>;
  readonly body?: z.input<B>;
  readonly idempotencyKey?: string;
}

/** The answer of a call that did not succeed. */
export class Refused extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
    this.code = code;
  }
}

const envelope = z.object({ code: z.int(), msg: z.string(), detail: z.object({ logid: z.string().min(1) }) });
const dataPart = z.object({ data: z.unknown() });

/**
 * Calls an endpoint of a server and returns its answer, which must be as the contract says. Throws
 * `Refused` where the server does not do it.
 */
export async function callEndpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  address: string,
  token: string,
  endpoint: Endpoint<P, Q, B, A>,
  { params, query, body, idempotencyKey }: CallParts<P, Q, B> = {},
): Promise<z.output<A>> {
  const response = await fetch(address + pathOf(endpoint.path, fieldsOf(params)) + queryOf(fieldsOf(query)), {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  const { code, msg } = envelope.parse(answer);
  if (code !== 0) throw new Refused(response.status, code, msg);
  if (endpoint.place === 'data') return endpoint.answer.parse(dataPart.parse(answer).data);
  return endpoint.answer.parse(answer);
}

/** A path of the contract with its parameters filled in. */
export function pathOf(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryOf(query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query);
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** The fields of parameters or of a query, as they are written into an address. */
function fieldsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const given = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(given.map(([name, field]) => [name, typeof field === 'string' ? field : JSON.stringify(field)]));
}
