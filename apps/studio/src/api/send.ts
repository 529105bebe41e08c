import type { DocumentReason } from '@buckle/contract';
import type { Call } from './endpoint.ts';
import type { ApiFailure } from './failure.ts';

/** What came back of a call. */
export type Outcome = { readonly data: unknown } | { readonly error: ApiFailure };

/** The path and query of a call. */
export function urlOf({ endpoint, params = {}, query = {} }: Call): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_braces, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Sends a call once and takes its answer out of the envelope. Throws only the `AbortError` of the signal. */
export async function send(call: Call, signal?: AbortSignal): Promise<Outcome> {
  let response: Response;
  let envelope: unknown;
  try {
    response = await request(call, signal);
    envelope = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    return { error: unreachable(error) };
  }
  return outcomeOf(call.endpoint.place, response, envelope);
}

/** Sends a call and leaves its answer unread. Rejects where the server cannot be reached. */
export function request(call: Call, signal?: AbortSignal): Promise<Response> {
  return fetch(urlOf(call), { method: call.endpoint.method, credentials: 'same-origin', ...bodyOf(call), signal: signal ?? null });
}

/** The failure of a call whose connection did not come about, or broke. */
export function unreachable(error: unknown): ApiFailure {
  return { status: 0, code: 0, message: error instanceof Error ? error.message : '', logId: '' };
}

function bodyOf({ endpoint, body }: Call): { body?: BodyInit; headers?: HeadersInit } {
  if (endpoint.bodyKind === 'none') return {};
  if (endpoint.bodyKind === 'json') return { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } };
  const form = new FormData();
  if (typeof body === 'object' && body !== null && 'file' in body && body.file instanceof Blob) form.set('file', body.file);
  return { body: form };
}

/** The answer of a call, out of its envelope. */
export function outcomeOf(place: Call['endpoint']['place'], { status, headers }: Pick<Response, 'status' | 'headers'>, envelope: unknown): Outcome {
  const { code, msg, data, detail, ...fields } = isRecord(envelope) ? envelope : {};
  if (status < 400 && code === 0) return { data: place === 'data' ? data : place === 'fields' ? { ...fields, ...(data !== undefined && { data }) } : null };
  const retryAfter = Number(headers.get('retry-after') ?? NaN);
  const logId = isRecord(detail) && typeof detail['logid'] === 'string' ? detail['logid'] : '';
  return {
    error: {
      status,
      code: typeof code === 'number' ? code : 0,
      message: typeof msg === 'string' ? msg : '',
      logId,
      ...(Number.isFinite(retryAfter) && { retryAfter }),
      ...reasonIn(detail),
    },
  };
}

/** The code of a reason; the server has checked it against its schema. */
function reasonIn(detail: unknown): Pick<ApiFailure, 'reasonCode'> {
  return isRecord(detail) && isRecord(detail['reason_code']) ? { reasonCode: detail['reason_code'] as unknown as DocumentReason } : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
