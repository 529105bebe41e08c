import { parse, type ParsedUrlQuery } from 'node:querystring';

/**
 * Reads a query string. A parameter without a value is absent, since some clients send
 * `conversation_id=` where they have none. Clients that join a query by hand may send text that is
 * not percent-encoded: it reaches us as the bytes of UTF-8, one character each.
 */
export function parseQuery(text: string): ParsedUrlQuery {
  if (text === '') return {};
  const query = parse(/[\u0080-\u00ff]/.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text);
  for (const name of Object.keys(query)) {
    if (query[name] === '') delete query[name];
  }
  return query;
}
