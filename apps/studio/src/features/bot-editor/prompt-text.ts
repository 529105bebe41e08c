import type { TextPart } from '../../shared/slot-text.tsx';

/** As the server finds names (`renderPrompt`). */
const NAME = /\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}/gu;

/** A prompt in pieces; together they are the prompt. */
export function partsOfPrompt(prompt: string, known: ReadonlySet<string>): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { index, 0: text, 1: name = '' } of prompt.matchAll(NAME)) {
    if (index > at) parts.push({ kind: 'plain', text: prompt.slice(at, index) });
    parts.push({ kind: known.has(name) ? 'known' : 'unknown', text });
    at = index + text.length;
  }
  return at < prompt.length ? [...parts, { kind: 'plain', text: prompt.slice(at) }] : parts;
}

/** The name that is being written where the caret is: what of it is there, and what completing it replaces. */
export function openName(prompt: string, caret: number): { typed: string; from: number; to: number } | undefined {
  const begun = /\{\{\s*([\p{L}_]?[\p{L}\p{N}_]*)$/u.exec(prompt.slice(0, caret));
  if (!begun) return undefined;
  const typed = begun[1] ?? '';
  const isClosed = prompt.startsWith('}}', caret);
  return { typed, from: caret - typed.length, to: isClosed ? caret + 2 : caret };
}
