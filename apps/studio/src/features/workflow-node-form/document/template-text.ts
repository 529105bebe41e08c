import { parseTemplate, type TemplateSlot } from '@buckle/canvas';
import type { TextOffer, TextPart } from '../../../shared/slot-text.tsx';

/** A template in pieces: its slots, those marked that name nothing. */
export function partsOfTemplate(text: string, isKnown: (slot: TemplateSlot) => boolean): TextPart[] {
  return parseTemplate(text).parts.map((part) =>
    typeof part === 'string' ? { kind: 'plain', text: part } : { kind: isKnown(part) ? 'known' : 'unknown', text: part.text },
  );
}

/** What can be put into a slot. */
export interface SlotChoice {
  /** What stands in the braces. */
  readonly text: string;
  readonly label: string;
  readonly note?: string;
}

/** How many choices are offered at once. */
const MOST = 50;

/** What may be written in the slot that is open where the caret is; undefined where none is. */
export function offerInSlot(text: string, caret: number, choices: readonly SlotChoice[]): TextOffer | undefined {
  const begun = /\{\{\s*([^{}\n]*)$/.exec(text.slice(0, caret));
  if (begun === null) return undefined;
  const typed = (begun[1] ?? '').toLowerCase();
  const isClosed = text.startsWith('}}', caret);
  const fitting = choices.filter(({ text: name, label }) => (name.toLowerCase().startsWith(typed) || label.toLowerCase().includes(typed)) && name !== begun[1]);
  return {
    from: caret - (begun[1] ?? '').length,
    to: isClosed ? caret + 2 : caret,
    choices: fitting.slice(0, MOST).map((choice) => ({ ...choice, text: `${choice.text}}}` })),
  };
}
