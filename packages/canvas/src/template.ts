import type { Expression } from './expression.ts';
import { variableScope } from './expression.ts';
import { parsePath, type PathStep } from './path.ts';
import { ANY } from './value-type.ts';

/** A place in a template that is filled: from an input of the node by its path, or straight from where the value comes. */
export type TemplateSlot =
  | { readonly slot: 'input'; readonly path: readonly PathStep[]; readonly text: string }
  | { readonly slot: 'value'; readonly value: Expression; readonly text: string };

/** A text with slots, in order. */
export interface Template {
  readonly parts: readonly (string | TemplateSlot)[];
}

const SLOT = /\{\{([^{}]+)\}\}/g;
const BLOCK_OUTPUT = /^block_output_([^.[\]]+)$/;

/** Reads `Hello {{name}}`. What stands in braces but is no path stays text. */
export function parseTemplate(text: string): Template {
  const parts: (string | TemplateSlot)[] = [];
  let position = 0;
  for (const match of text.matchAll(SLOT)) {
    const slot = readSlot(match[0], (match[1] ?? '').trim());
    if (slot === undefined) continue;
    if (match.index > position) parts.push(text.slice(position, match.index));
    parts.push(slot);
    position = match.index + match[0].length;
  }
  if (position < text.length) parts.push(text.slice(position));
  return { parts };
}

/** Reads a field of the document that holds a template, be it a text or a literal value. */
export function readTemplate(source: unknown): Template {
  if (typeof source === 'string') return parseTemplate(source);
  const value: unknown = source !== null && typeof source === 'object' ? Reflect.get(source, 'value') : undefined;
  const content: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, 'content') : undefined;
  return parseTemplate(typeof content === 'string' ? content : '');
}

/** The slots of a template that name an input of its node. */
export function inputSlots(template: Template): readonly (readonly PathStep[])[] {
  return template.parts.flatMap((part) => (typeof part === 'object' && part.slot === 'input' ? [part.path] : []));
}

function readSlot(text: string, inner: string): TemplateSlot | undefined {
  const path = parsePath(inner);
  const [first, ...rest] = path ?? [];
  if (path === undefined || typeof first !== 'string') return undefined;
  const node = BLOCK_OUTPUT.exec(first)?.[1];
  if (node !== undefined && rest.length > 0) {
    return { slot: 'value', text, value: { expression: 'output', type: ANY, node, path: rest } };
  }
  const scope = variableScope(first);
  if (scope !== undefined && rest.length > 0) {
    return { slot: 'value', text, value: { expression: 'variable', type: ANY, scope, path: rest } };
  }
  return { slot: 'input', path, text };
}
