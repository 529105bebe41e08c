import type { HttpConfig, NamedExpression } from '@buckle/canvas';
import { OutboundRefused, ResponseTooLarge, type HttpClient } from '#services/outbound/index.ts';
import { pause } from '../engine/attempts.ts';
import { codes, NodeError } from '../engine/errors.ts';
import { type NodeContext, nodeRunner } from '../engine/node-runner.ts';
import { textOf } from '../engine/values.ts';

/** How much of a body that was refused is told, in characters. */
const SHOWN = 300;
/** A file that is sent along: at most so many bytes, fetched within so many milliseconds. */
const FILE_BYTES = 20 * 1024 * 1024;
const FILE_TIME = 20_000;
const MOST_SECONDS = 24 * 60 * 60;
const MOST_RETRIES = 10;
/** Statuses after which another attempt may help. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Calls another server, with the key of the call in `Idempotency-Key`. */
export function httpRunner(outbound: HttpClient) {
  return nodeRunner<HttpConfig>({
    key: 'http',
    hasEffects: true,
    async run(context) {
      const { setting } = context.config;
      for (let attempt = 0; ; attempt += 1) {
        try {
          return { outputs: await call(outbound, context, Math.trunc(Math.min(Math.max(0, setting.timeout), MOST_SECONDS) * 1000)) };
        } catch (error) {
          const mayHelp = error instanceof NodeError && !error.isFinal;
          if (!mayHelp || attempt >= Math.min(setting.retryTimes, MOST_RETRIES) || context.signal.aborted) throw error;
          await pause(attempt, context.signal);
        }
      }
    },
  });
}

async function call(outbound: HttpClient, context: NodeContext<HttpConfig>, timeout: number) {
  const url = await addressOf(context);
  const { method } = context.config.apiInfo;
  const signal = timeout > 0 ? AbortSignal.any([context.signal, AbortSignal.timeout(timeout)]) : context.signal;
  try {
    const headers = new Headers(namedTexts(context, context.config.headers));
    if (!headers.has('idempotency-key')) headers.set('idempotency-key', context.idempotencyKey);
    authorize(context, url, headers);
    const body = await bodyOf(outbound, context, headers);
    const response = await outbound.fetch(url, { method: method.toUpperCase(), headers, signal, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    if (response.status >= 400) {
      const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
      throw new NodeError('http_status', `${url.origin} answered ${response.status}: ${shown}`, { isFinal: !PASSING.has(response.status) });
    }
    return { body: text, statusCode: response.status, headers: JSON.stringify(Object.fromEntries(response.headers)) };
  } catch (error) {
    throw asNodeError(error, context, url, timeout);
  }
}

function asNodeError(error: unknown, { signal }: NodeContext<HttpConfig>, url: URL, timeout: number): unknown {
  if (error instanceof NodeError || signal.aborted) return error;
  if (error instanceof OutboundRefused || error instanceof ResponseTooLarge) return new NodeError('http_refused', error.message, { cause: error, isFinal: true });
  if (error instanceof Error && error.name === 'TimeoutError') return new NodeError(codes.timeout, `${url.origin} did not answer within ${timeout / 1000} s.`, { cause: error });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  if (error instanceof TypeError && error.message.startsWith('fetch failed')) return new NodeError('http_failed', `${url.origin} could not be reached: ${cause}`, { cause: error });
  if (error instanceof TypeError) return new NodeError(codes.input, `The request cannot be sent: ${error.message}`, { cause: error, isFinal: true });
  return error;
}

async function addressOf(context: NodeContext<HttpConfig>): Promise<URL> {
  const text = await context.text(context.config.apiInfo.url);
  if (!URL.canParse(text)) throw new NodeError(codes.input, `${JSON.stringify(text)} is no address: it must begin with http:// or https://.`, { isFinal: true });
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new NodeError(codes.input, `${url.protocol}// cannot be called: an address must begin with http:// or https://.`, { isFinal: true });
  if (url.username !== '' || url.password !== '') throw new NodeError(codes.input, 'An address must not hold a name and a password: use the authorization of the node.', { isFinal: true });
  for (const [name, value] of namedTexts(context, context.config.params)) url.searchParams.append(name, value);
  return url;
}

function authorize(context: NodeContext<HttpConfig>, url: URL, headers: Headers): void {
  const { auth } = context.config;
  if (auth.type === 'none') return;
  const values = new Map(namedTexts(context, auth.fields));
  if (auth.type === 'bearer') headers.set('authorization', `Bearer ${values.get('token') ?? ''}`);
  else if (auth.type === 'basic') headers.set('authorization', `Basic ${Buffer.from(`${values.get('username') ?? ''}:${values.get('password') ?? ''}`).toString('base64')}`);
  else if (auth.type === 'header') headers.set(values.get('Key') ?? '', values.get('Value') ?? '');
  else url.searchParams.append(values.get('Key') ?? '', values.get('Value') ?? '');
}

type RequestBody = NonNullable<NonNullable<Parameters<HttpClient['fetch']>[1]>['body']>;

async function bodyOf(outbound: HttpClient, context: NodeContext<HttpConfig>, headers: Headers): Promise<RequestBody | undefined> {
  const { body } = context.config;
  switch (body.type) {
    case 'empty':
      return undefined;
    case 'json':
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
      return context.text(body.template);
    case 'text':
      return context.text(body.template);
    case 'urlencoded':
      return new URLSearchParams(namedTexts(context, body.fields));
    case 'form': {
      const form = new FormData();
      for (const { name, value } of body.fields) {
        const text = textOf(context.value(value));
        if (value.type.kind === 'string' && value.type.assist !== undefined && value.type.assist !== 'time') form.append(name, await fileAt(outbound, context, text), nameOf(text));
        else form.append(name, text);
      }
      return form;
    }
    case 'file':
      return fileAt(outbound, context, textOf(context.value(body.address)));
  }
}

/** The bytes of a file that is given by its address. */
async function fileAt(outbound: HttpClient, { signal }: NodeContext<HttpConfig>, address: string): Promise<Blob> {
  if (!URL.canParse(address)) throw new NodeError(codes.input, `${JSON.stringify(address)} is no address of a file.`, { isFinal: true });
  const response = await outbound.fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(FILE_TIME)]) });
  const length = Number(response.headers.get('content-length') ?? 0);
  if (!response.ok || length > FILE_BYTES) {
    await response.body?.cancel();
    const reason = response.ok ? `has ${length} bytes, more than the ${FILE_BYTES} that are sent` : `cannot be fetched: its server answered ${response.status}`;
    throw new NodeError('http_file', `The file ${address} ${reason}.`, { isFinal: true });
  }
  const file = await response.blob();
  if (file.size > FILE_BYTES) throw new NodeError('http_file', `The file ${address} has more than the ${FILE_BYTES} bytes that are sent.`, { isFinal: true });
  return file;
}

function nameOf(address: string): string {
  return URL.canParse(address) ? (new URL(address).pathname.split('/').at(-1) ?? 'file') : 'file';
}

function namedTexts(context: NodeContext<HttpConfig>, fields: readonly NamedExpression[]): [string, string][] {
  return fields.filter(({ name }) => name !== '').map(({ name, value }) => [name, textOf(context.value(value))]);
}
