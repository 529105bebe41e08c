import { fetch, type Dispatcher, type RequestInit as OutgoingInit, type Response as IncomingResponse } from 'undici';
import { carryingBody } from './carried-body.ts';
import type { OutboundLimits } from './outbound.ts';
import { OutboundRefused } from './outbound-refused.ts';
import { ResponseTooLarge } from './response-too-large.ts';

/** A `fetch` that goes out by `dispatcher` alone, within the limits. */
export function guardedFetch(dispatcher: Dispatcher, limits: OutboundLimits): typeof globalThis.fetch {
  return async (input, init) => {
    const deadline = AbortSignal.timeout(limits.total);
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const signal = own ? AbortSignal.any([own, deadline]) : deadline;
    const [url, parts] = input instanceof Request ? [input.url, await partsOf(input)] : [input, {}];
    try {
      const outgoing = { ...parts, ...init, signal, dispatcher } as OutgoingInit & { dispatcher: Dispatcher };
      return limited(await fetch(url, await carryingBody(url, outgoing)), limits.responseBytes);
    } catch (error) {
      throw error instanceof TypeError && error.cause instanceof OutboundRefused ? error.cause : error;
    }
  };
}

async function partsOf(request: Request): Promise<globalThis.RequestInit> {
  const { method, headers, redirect, body } = request;
  return { method, headers, redirect, ...(body ? { body: await request.arrayBuffer() } : {}) };
}

/** The response with a body that fails when it grows past `bytes`: a small one can unpack into a huge one. */
function limited(response: IncomingResponse, bytes: number): Response {
  let left = bytes;
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new ResponseTooLarge(bytes));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, url } = response;
  const headers = [...response.headers];
  const copy = new Response(response.body?.pipeThrough(meter) ?? null, { status, statusText, headers });
  return Object.defineProperty(copy, 'url', { value: url });
}
