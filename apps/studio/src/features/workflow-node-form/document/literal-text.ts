import type { ValueType } from '@buckle/canvas';
import { isObject } from './objects.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';

/** A literal value as it is typed. */
export function literalText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return JSON.stringify(value);
}

/** What was typed as a value of a type, as the document has it; undefined where it is none. */
export function readLiteral(text: string, type: ValueType): unknown {
  switch (type.kind) {
    case 'integer':
    case 'float': {
      const number = Number(text);
      if (text.trim() === '' || !Number.isFinite(number) || (type.kind === 'integer' && !Number.isInteger(number))) return undefined;
      return number;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    // Lists and objects stand in the document as their JSON.
    case 'list':
      return Array.isArray(parsedJson(text)) ? text : undefined;
    case 'object':
      return isObject(parsedJson(text)) ? text : undefined;
    case 'string':
    case 'any':
      return text;
  }
}
