import { parse, type ParsedUrlQuery } from 'node:querystring';

/**
 * Reads a query string. A parameter without a value is absent, since some clients send
 * `conversation_id=` where they have none; what some clients leave unencoded, a lone `%` for one,
 * stands for itself.
 */
export function parseQuery(text: string): ParsedUrlQuery {
  const query = parse(text);
  for (const name of Object.keys(query)) {
    if (query[name] === '') delete query[name];
  }
  return query;
}
