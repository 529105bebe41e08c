import { assistTypes, type Field, type ValueType } from '@buckle/canvas';

/** How a type stands in the document. */
export interface DocumentType {
  readonly type: string;
  readonly assistType?: number;
  readonly schema?: unknown;
}

const numbers = new Map(Object.entries(assistTypes).map(([number, name]) => [name, Number(number)]));

/** Writes a type as the document has it. Where anything may stand, a text does. */
export function typeInDocument(type: ValueType): DocumentType {
  switch (type.kind) {
    case 'any':
      return { type: 'string' };
    case 'string': {
      const assistType = type.assist === undefined ? undefined : numbers.get(type.assist);
      return { type: 'string', ...(assistType === undefined ? {} : { assistType }) };
    }
    case 'list':
      return { type: 'list', schema: typeInDocument(type.item) };
    case 'object':
      return { type: 'object', schema: type.fields.map(fieldInDocument) };
    case 'integer':
    case 'float':
    case 'boolean':
      return { type: type.kind };
  }
}

function fieldInDocument({ name, type, required, description }: Field): object {
  return { ...typeInDocument(type), name, ...(required ? { required } : {}), ...(description === undefined ? {} : { description }) };
}
