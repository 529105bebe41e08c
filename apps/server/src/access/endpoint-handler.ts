import { finished } from 'node:stream/promises';
import type { Endpoint } from '@buckle/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BadRequest, PermissionDenied } from '#kernel/errors.ts';
import { withLogContext } from '#kernel/log-context.ts';
import { Accepted, type AuthenticatedCall, Download, EventStream, type IncomingFile, type RawCall, Redirect, type Route } from '#kernel/route.ts';
import { apiHeaders, dataAnswer, emptyAnswer, fieldsAnswer } from './answers.ts';
import { type Authenticate, bearerOf } from './authentication.ts';
import { readCookies, sessionCookie } from './cookies.ts';
import { downloadHeaders } from './download.ts';
import { drain } from './drain.ts';
import { type HostCheck, isOwnPage } from './hosts.ts';
import { isForm, readForm } from './form-body.ts';
import { readJsonBody, readRawBody } from './json-body.ts';
import type { RateLimit } from './rate-limit.ts';
import type { RefusalForm, Refuse } from './refuse.ts';
import type { GatewaySettings } from './settings.ts';
import type { EventStreams } from './sse.ts';
import { readUpload } from './upload.ts';
import { validate, validateBody } from './validation.ts';

/** What every endpoint's handler needs. */
export interface EndpointContext {
  readonly settings: GatewaySettings;
  readonly authenticate: Authenticate;
  readonly hosts: HostCheck;
  /** Absent where no limit is set. */
  readonly rateLimit?: RateLimit;
  readonly streams: EventStreams;
  readonly refuse: Refuse;
  /** Absent where nobody asked for traces. */
  readonly traceRequest?: TraceRequest | undefined;
}

/** A request as a trace shows it. */
export interface TracedRequest {
  readonly method: string;
  /** The path with the names of its parameters. */
  readonly route: string;
  readonly logId: string;
  /** The header of that name, which says what caused the request. */
  readonly traceparent: string | readonly string[] | undefined;
}

/** Notes a request, which `answer` handles to the end of its answer; is to call that at once. */
export type TraceRequest = (request: TracedRequest, answer: () => Promise<{ status: number; code: number | undefined }>) => Promise<unknown>;

/** The largest body of an endpoint that takes any, in bytes. */
const MAX_RAW_BYTES = 1024 * 1024;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Serves a route: who asks, what exactly, the operation, the answer. */
export function endpointHandler(route: Route, context: EndpointContext): Handler {
  const alwaysStreams = hidesStatus(route.endpoint) && !canChooseStream(route.endpoint);
  const answer: Handler = async (request, reply) => {
    const exchange = new Exchange(route, context, request, reply, alwaysStreams);
    try {
      await exchange.answer(await exchange.run());
    } catch (error) {
      context.refuse(error, request, reply, exchange.refusalForm);
    }
  };
  const { traceRequest } = context;
  if (!traceRequest) return (request, reply) => withLogContext({ logId: request.id }, () => answer(request, reply));
  const { method, path } = route.endpoint;
  return (request, reply) =>
    withLogContext({ logId: request.id }, async () => {
      await traceRequest({ method, route: path, logId: request.id, traceparent: request.headers['traceparent'] }, async () => {
        await answer(request, reply);
        return { status: reply.raw.headersSent ? reply.raw.statusCode : reply.statusCode, code: request.failureCode };
      });
    });
}

/** One request and its answer. */
class Exchange {
  /** Known once the body is read. */
  wantsStream: boolean;
  readonly #endpoint: Endpoint;
  readonly #handle: Route['handle'];
  readonly #context: EndpointContext;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;

  constructor(
    route: Route,
    context: EndpointContext,
    request: FastifyRequest,
    reply: FastifyReply,
    alwaysStreams: boolean,
  ) {
    this.#endpoint = route.endpoint;
    this.#handle = route.handle;
    this.#context = context;
    this.#request = request;
    this.#reply = reply;
    this.wantsStream = alwaysStreams;
  }

  get refusalForm(): RefusalForm {
    if (this.#endpoint.oauth) return 'oauth';
    return this.wantsStream ? 'stream' : 'usual';
  }

  async run(): Promise<unknown> {
    const { authenticate, rateLimit, settings, hosts } = this.#context;
    const request = this.#request;
    const endpoint = this.#endpoint;
    const { headers } = request;
    const address = request.ip;
    request.endpointPath = endpoint.path;

    hosts.check(request.host);
    const bearer = bearerOf(headers.authorization);
    if (bearer !== undefined || endpoint.oauth) allowOtherOrigins(this.#reply, headers.origin);
    const cookies = readCookies(headers.cookie);
    if (bearer === undefined && headers.cookie !== undefined && endpoint.method !== 'GET' && !endpoint.oauth) this.#checkOrigin();

    const accessCookie = bearer === undefined ? cookies[settings.accessCookie] : undefined;
    const principal =
      endpoint.authentication === 'required'
        ? await authenticate({
            ...(bearer !== undefined && { bearer }),
            ...(accessCookie !== undefined && { accessCookie }),
            address,
          }).catch(async (error: unknown) => {
            // Who tries credentials is counted too.
            await rateLimit?.count(address);
            throw error;
          })
        : undefined;
    request.userId = principal?.userId;
    if (rateLimit) await rateLimit.count(principal?.credentialId ?? address);

    const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
    const params = validate(endpoint.params, request.params, 'path');
    const query = validate(endpoint.query, request.query, 'query');
    const { body, file, isForm, raw } = await this.#readBody();

    const call: Omit<AuthenticatedCall, 'principal'> = {
      params,
      query,
      body,
      address,
      userAgent: headers['user-agent'] ?? '',
      origin: this.#origin,
      ...(headers.authorization !== undefined && { authorization: headers.authorization }),
      ...(isForm && { isForm }),
      cookies,
      setCookie: (name, value, options) => this.#setCookie(name, value, options),
      ...(file && { file }),
      ...(raw && { raw }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    // A route without a principal is one whose endpoint asks for none, as `publicRoute` has it.
    return this.#handle({ ...call, principal } as AuthenticatedCall);
  }

  async answer(answer: unknown): Promise<void> {
    const reply = this.#reply;
    const logId = this.#request.id;
    if (answer instanceof EventStream) {
      const headers = { ...reply.getHeaders(), ...eventStreamHeaders };
      await this.#context.streams.serve(reply.raw, headers, answer);
      reply.hijack();
      return;
    }
    if (answer instanceof Redirect) {
      reply.code(302).headers({ ...apiHeaders, location: answer.location }).send('');
      return;
    }
    if (answer instanceof Download) {
      reply.headers(downloadHeaders(answer)).send(answer.body);
      // Whoever goes away before its end gets no other answer.
      await Promise.allSettled([finished(reply.raw)]);
      return;
    }
    if (answer instanceof Accepted) {
      reply.code(202).headers(apiHeaders).send(this.#envelope(answer.data, logId));
      return;
    }
    // An operation need not read an upload to its end.
    if (this.#endpoint.bodyKind === 'multipart') drain(this.#request.raw);
    reply.headers(apiHeaders).send(this.#envelope(answer, logId));
  }

  #envelope(answer: unknown, logId: string): string {
    const { place } = this.#endpoint;
    if (place === 'alone') return JSON.stringify(answer);
    if (place === 'data') return dataAnswer(answer, logId);
    if (place === 'fields' && typeof answer === 'object' && answer !== null) return fieldsAnswer(answer, logId);
    return emptyAnswer(logId);
  }

  async #readBody(): Promise<{ body: unknown; file?: IncomingFile; isForm?: boolean; raw?: RawCall }> {
    const { settings } = this.#context;
    const { bodyKind } = this.#endpoint;
    const timeout = settings.bodyTimeout;
    if (bodyKind === 'none') return { body: {} };
    if (bodyKind === 'multipart') {
      return { body: {}, file: await readUpload(this.#request.raw, { maxBytes: settings.maxFileBytes, timeout }) };
    }
    const limits = { maxBytes: Math.max(settings.maxBodyBytes, this.#endpoint.maxBodyBytes ?? 0), timeout };
    if (bodyKind === 'any') {
      const bytes = await readRawBody(this.#request.raw, { ...limits, maxBytes: Math.min(limits.maxBytes, MAX_RAW_BYTES) });
      return { body: {}, raw: { headers: headersOf(this.#request.headers), body: bytes } };
    }
    if (this.#endpoint.oauth && isForm(this.#request.raw)) {
      return { body: validateBody(this.#endpoint, await readForm(this.#request.raw, limits)), isForm: true };
    }
    const value = await readJsonBody(this.#request.raw, limits);
    if (hidesStatus(this.#endpoint) && asksForStream(value)) this.wantsStream = true;
    return { body: validateBody(this.#endpoint, value) };
  }

  get #origin(): string {
    return `${this.#request.protocol}://${this.#request.host}`;
  }

  #checkOrigin(): void {
    if (isOwnPage(this.#request.headers, this.#origin, this.#context.settings.publicUrl)) return;
    throw new PermissionDenied(
      'A call that is authenticated by a cookie must come from a page of this server: its Origin header is missing ' +
        'or names another site. Behind a proxy, set BUCKLE_PUBLIC_URL or BUCKLE_TRUSTED_PROXIES.',
    );
  }

  #setCookie(name: string, value: string, options: { readonly path: string; readonly maxAge: number }): void {
    const secure = this.#request.protocol === 'https' || this.#context.settings.publicUrl?.startsWith('https:') === true;
    this.#reply.header('set-cookie', sessionCookie(name, value, options, secure));
  }
}

const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const;

/** Lets pages of any origin read the answer: what it depends on is sent by who holds it, never by the browser itself. */
function allowOtherOrigins(reply: FastifyReply, origin: string | undefined): void {
  if (origin === undefined) return;
  reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'x-tt-logid, retry-after');
}

/** Headers as one text each. */
function headersOf(headers: FastifyRequest['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x20-\x7e]{1,255}$/.test(header)) return header;
  throw new BadRequest('The Idempotency-Key header must be 1 to 255 printable ASCII characters, sent once.');
}

function asksForStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
}

/** Whether a refusal of a stream may not show its status: Coze's clients could not read it, ours can. */
function hidesStatus({ events, path }: Endpoint): boolean {
  return events !== undefined && !path.startsWith('/api/');
}

/** Whether a body can say `stream`; an endpoint with events whose body cannot always answers with them. */
function canChooseStream(endpoint: Endpoint): boolean {
  return 'shape' in endpoint.body && 'stream' in (endpoint.body.shape as object);
}
