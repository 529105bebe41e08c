import { ModelError } from '../model-error.ts';

/** Nothing is waited for longer than this, in milliseconds; the model's own time-outs are stricter. */
export const LONGEST_SILENCE = 600_000;

/** Where requests to an endpoint go. */
export interface EndpointAddress {
  readonly origin: string;
  readonly path: string;
}

/**
 * The address of an endpoint under a base URL, whose query stays. A base URL that already ends with the
 * endpoint is its address. Throws `ModelError` if it is no address.
 *
 * @param path such as `/embeddings`
 */
export function endpointAddress(baseUrl: string, path: string): EndpointAddress {
  const url = URL.parse(baseUrl);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ModelError('bad-request', `The base URL ${JSON.stringify(baseUrl)} is no http:// or https:// address.`);
  }
  const base = url.pathname.replace(/\/+$/, '');
  return { origin: url.origin, path: `${base.endsWith(path) ? base : base + path}${url.search}` };
}
