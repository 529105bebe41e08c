import { parsedJson } from '../engine/values.ts';

/** What fills a form: a JSON object, or lines of a name, a colon and a value. Words without any are no form, and returned as they are. */
export function formOf(text: string): unknown {
  const value = parsedJson(text);
  if (value !== undefined) return value;
  const lines = text.split('\n').flatMap((line) => {
    const colon = line.search(/[:：]/);
    return colon === -1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  return lines.length === 0 && text.trim() !== '' ? text : (Object.fromEntries(lines) as unknown);
}
