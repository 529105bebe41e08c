import type { Endpoint } from '@buckle/contract';
import type { z } from 'zod';

type Nothing = Record<never, never>;

/** One part of a request: absent where the endpoint has no such part, optional where all of it is. */
type Part<Name extends string, T> = string extends keyof T
  ? Nothing
  : [keyof T] extends [never]
    ? Nothing
    : Partial<T> extends T
      ? { readonly [K in Name]?: T }
      : { readonly [K in Name]: T };

/** What a call of an endpoint is given, from the schemas of the contract. */
export type RequestOf<E extends Endpoint> = Part<'params', z.input<E['params']>> &
  Part<'query', z.input<E['query']>> &
  Part<'body', z.input<E['body']>>;

/** The argument of a hook: nothing need be given where nothing is needed. */
export type ArgumentOf<E extends Endpoint> = Nothing extends RequestOf<E> ? RequestOf<E> | void : RequestOf<E>;

/** What an endpoint answers, without its envelope. */
export type AnswerOf<E extends Endpoint> = z.output<E['answer']>;

/** What of an endpoint is there in the browser (`build/contract-descriptors.ts`). */
export type Descriptor = Pick<Endpoint, 'method' | 'path' | 'authentication' | 'place' | 'bodyKind'>;

/** What can stand in a path or a query. */
type Plain = string | number | boolean | undefined;

/** One call of an endpoint, before it is sent. */
export interface Call {
  readonly endpoint: Descriptor;
  readonly params?: Readonly<Record<string, Plain>>;
  readonly query?: Readonly<Record<string, Plain>>;
  readonly body?: unknown;
}

/**
 * The request and answer of an endpoint for `build.query` and `build.mutation`.
 *
 * @example
 * getProfile: build.query({ ...endpointQuery(contract.getProfile), providesTags: ['Profile'] })
 */
export function endpointQuery<E extends Endpoint>(endpoint: E) {
  return {
    query: (request: ArgumentOf<E>): Call => callOf(endpoint, request),
    // The server has checked it against the same schema.
    transformResponse: (answer: unknown) => answer as AnswerOf<E>,
  };
}

/**
 * The same for a list that is read by token, for `build.infiniteQuery`: its pages follow each other
 * as they are asked for.
 */
export function endpointPages<E extends Endpoint>(endpoint: E) {
  return {
    infiniteQueryOptions: {
      initialPageParam: '',
      getNextPageParam: (page: AnswerOf<E>) => nextPageToken(page),
    },
    query: ({ queryArg, pageParam }: { queryArg: ArgumentOf<E>; pageParam: string }): Call => {
      const call = callOf(endpoint, queryArg);
      return { ...call, query: { ...call.query, page_token: pageParam === '' ? undefined : pageParam } };
    },
    transformResponse: (answer: unknown) => answer as AnswerOf<E>,
  };
}

/** The same for a list whose pages have numbers. */
export function endpointNumberedPages<E extends Endpoint>(endpoint: E, pageSize: number) {
  return {
    infiniteQueryOptions: {
      initialPageParam: 1,
      getNextPageParam: (page: AnswerOf<E>, _pages: unknown, number: number) =>
        totalOf(page) > number * pageSize ? number + 1 : undefined,
    },
    query: ({ queryArg, pageParam }: { queryArg: ArgumentOf<E>; pageParam: number }): Call => {
      const call = callOf(endpoint, queryArg);
      return { ...call, query: { ...call.query, page_num: pageParam, page_size: pageSize } };
    },
    transformResponse: (answer: unknown) => answer as AnswerOf<E>,
  };
}

function totalOf(page: unknown): number {
  return typeof page === 'object' && page !== null && 'total' in page && typeof page.total === 'number' ? page.total : 0;
}

/** A call of an endpoint, for what is not asked for by a hook. */
export function callOf<E extends Endpoint>(endpoint: E, request: ArgumentOf<E>): Call {
  return { endpoint, ...(request as object | undefined) };
}

function nextPageToken(page: unknown): string | undefined {
  if (typeof page !== 'object' || page === null || !('next_page_token' in page)) return undefined;
  return typeof page.next_page_token === 'string' && page.next_page_token !== '' ? page.next_page_token : undefined;
}
