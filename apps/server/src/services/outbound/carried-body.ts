import { type Dispatcher, Headers, type RequestInit as OutgoingInit, Response } from 'undici';

/** Methods whose requests `fetch` gives no body. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * The parts of a request as `fetch` takes them. A GET may have a body too, which some servers read: it is added on
 * the way, and goes to no other server when that redirects.
 */
export async function carryingBody(url: string | URL, { body, ...parts }: OutgoingInit & { readonly dispatcher: Dispatcher }): Promise<OutgoingInit> {
  if (body === undefined || body === null) return parts;
  if (!BODILESS.has((parts.method ?? 'GET').toUpperCase())) return { ...parts, body };
  const packed = new Response(body);
  const headers = new Headers(parts.headers);
  const type = packed.headers.get('content-type');
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  const bytes = Buffer.from(await packed.arrayBuffer());
  const { origin } = new URL(url);
  const dispatcher = parts.dispatcher.compose((dispatch) => (options, handler) => dispatch(String(options.origin) === origin ? { ...options, body: bytes } : options, handler));
  return { ...parts, headers, dispatcher };
}
