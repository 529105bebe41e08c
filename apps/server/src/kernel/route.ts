import type { Readable } from 'node:stream';
import type { Endpoint } from '@buckle/contract';
import type { z } from 'zod';
import type { Principal } from './principal.ts';

/** Where server-sent events go. `send` never blocks; `closed` is aborted when the client has gone. */
export interface EventSink {
  /** Sends one event; `data` is text on one line, usually JSON. */
  send(event: string, data: string): void;
  /** As `send`, with an `id:` line: the workflow streams have one, the chat streams must not. */
  sendNumbered(id: number, event: string, data: string): void;
  readonly closed: AbortSignal;
}

/** An answer as server-sent events: written by `write`, closed when it resolves. */
export class EventStream {
  readonly write: (sink: EventSink) => Promise<void>;

  constructor(write: (sink: EventSink) => Promise<void>) {
    this.write = write;
  }
}


/** An answer that sends the browser elsewhere: to a path of this server, or to another address. */
export class Redirect {
  readonly location: string;

  constructor(location: string) {
    this.location = location;
  }
}

/** An answer that comes before the work is done: with the status 202. */
export class Accepted {
  readonly data: unknown;

  constructor(data: unknown) {
    this.data = data;
  }
}

/** An answer of bytes, which browsers keep as a file and never run. */
export class Download {
  readonly body: Readable;
  /** Of the body, in bytes. */
  readonly size: number;
  readonly fileName: string;
  readonly mediaType: string;

  constructor(body: Readable, { size, fileName, mediaType }: Pick<Download, 'size' | 'fileName' | 'mediaType'>) {
    this.body = body;
    this.size = size;
    this.fileName = fileName;
    this.mediaType = mediaType;
  }
}

/** A file on its way in: its bytes must be read to the end. */
export interface IncomingFile {
  readonly fileName: string;
  readonly body: Readable;
}

/** A request whose body is for the operation to read: its headers, in lower case, its query and its bytes. */
export interface RawCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One validated request. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Present where the endpoint's body is `multipart`. */
  readonly file?: IncomingFile;
  /** Present where the endpoint's body is `any`. */
  readonly raw?: RawCall;
  /** The client's address, as far as trusted proxies tell it. */
  readonly address: string;
  readonly userAgent: string;
  /** How the request reached this server, such as `https://buckle.example.com`. */
  readonly origin: string;
  /** The `Authorization` header, for endpoints that look at it themselves. */
  readonly authorization?: string;
  /** Whether the body came as a form. */
  readonly isForm?: boolean;
  /** The `Idempotency-Key` header. */
  readonly idempotencyKey?: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** Sets a cookie with the attributes that sessions need: HttpOnly, SameSite, Secure under HTTPS. */
  setCookie(name: string, value: string, options: { readonly path: string; readonly maxAge: number }): void;
}

/** A call whose sender is known. */
export interface AuthenticatedCall<Params = unknown, Query = unknown, Body = unknown>
  extends Call<Params, Query, Body> {
  readonly principal: Principal;
}

/** An endpoint and the operation that serves it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (call: AuthenticatedCall) => Promise<unknown>;
}

/**
 * Ties an endpoint that needs a principal to its operation. What `handle` returns is the endpoint's
 * answer, an `EventStream` where the endpoint has events, a `Redirect`, a `Download`, or `Accepted`.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  handle: (call: AuthenticatedCall<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A> | EventStream | Redirect | Download | Accepted>,
): Route {
  // The gateway validates with the endpoint's own schemas before it calls, which is what the types say.
  return { endpoint, handle: handle as Route['handle'] };
}

/** Ties an endpoint that needs no principal to its operation. */
export function publicRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A> | EventStream | Redirect | Download | Accepted>,
): Route {
  return { endpoint, handle: handle as Route['handle'] };
}
