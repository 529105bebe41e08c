import type { Field, ValueType } from '@buckle/canvas';

/** An object with these fields, all of them empty. */
export function exampleOf(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, type }) => [name, emptyOf(type)]));
}

function emptyOf(type: ValueType): unknown {
  switch (type.kind) {
    case 'integer':
    case 'float':
      return 0;
    case 'boolean':
      return false;
    case 'list':
      return [];
    case 'object':
      return exampleOf(type.fields);
    case 'string':
    case 'any':
      return '';
  }
}
