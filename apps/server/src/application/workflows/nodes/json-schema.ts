import type { Field, ValueType } from '@buckle/canvas';

/** The JSON Schema of an object with these fields. */
export function schemaOfFields(fields: readonly Field[]): Readonly<Record<string, unknown>> {
  const properties = fields.map(({ name, type, description }) => [name, { ...schemaOf(type), ...(description ? { description } : {}) }]);
  const required = fields.filter((field) => field.required && field.defaultValue === undefined).map(({ name }) => name);
  return { type: 'object', properties: Object.fromEntries(properties) as unknown, ...(required.length > 0 ? { required } : {}) };
}

function schemaOf(type: ValueType): Readonly<Record<string, unknown>> {
  switch (type.kind) {
    case 'any':
      return {};
    case 'float':
      return { type: 'number' };
    case 'string':
    case 'integer':
    case 'boolean':
      return { type: type.kind };
    case 'list':
      return { type: 'array', items: schemaOf(type.item) };
    case 'object':
      return schemaOfFields(type.fields);
  }
}
