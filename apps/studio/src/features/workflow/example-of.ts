import type { ValueType } from '@buckle/canvas';

/** A value that a type may have, so that one sees how it is written. */
export function exampleOf(type: ValueType): unknown {
  switch (type.kind) {
    case 'string':
      return type.assist === undefined || type.assist === 'time' ? 'text' : 'https://example.com/file';
    case 'integer':
      return 1;
    case 'float':
      return 1.5;
    case 'boolean':
      return true;
    case 'list':
      return [exampleOf(type.item)];
    case 'object':
      return Object.fromEntries(type.fields.map((field) => [field.name, exampleOf(field.type)]));
    case 'any':
      return 'text';
  }
}
