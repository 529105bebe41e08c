import { parsedJson } from '../engine/values.ts';

/** What fills a form: a JSON object, or lines of a name, a colon and a value. */
export function formOf(text: string): unknown {
  const value = parsedJson(text);
  if (value !== undefined) return value;
  const lines = text.split('\n').flatMap((line) => {
    const colon = line.search(/[:：]/);
    return colon === -1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  return Object.fromEntries(lines) as unknown;
}
