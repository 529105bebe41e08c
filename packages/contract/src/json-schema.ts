import { z } from 'zod';

/** A JSON Schema (2020-12), as plain JSON. */
export type JsonSchema = Record<string, unknown>;

const COMPONENTS = '#/components/schemas/';

/**
 * Turns zod schemas into JSON Schema. Those that have an id (`.meta({ id })`) become components, once
 * for all who refer to them; what is sent and what is answered differ (a default makes a field
 * optional for one and certain for the other), so they are components of their own.
 */
export class SchemaCollection {
  /** The components so far, by name. */
  readonly components: Record<string, JsonSchema> = {};

  /** What a caller sends. */
  request(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'input');
  }

  /** What a caller is sent. */
  answer(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'output');
  }

  /** What a caller sends, with its fields at hand even where the schema is a component. */
  requestFields(schema: z.ZodType): JsonSchema {
    const converted = this.request(schema);
    const reference = converted['$ref'];
    if (typeof reference !== 'string') return converted;
    return this.components[reference.slice(COMPONENTS.length)] ?? converted;
  }

  #convert(schema: z.ZodType, direction: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs = {}, ...converted } = z.toJSONSchema(schema, {
      io: direction,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        // Later versions answer with more fields, and a client must not trip over them.
        if (direction === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        // Classes of Unicode are beyond the regular expressions of many who read the document.
        if (jsonSchema.pattern?.includes('\\p{')) delete jsonSchema.pattern;
      },
    });
    const nameOf = (id: string): string => (direction === 'input' ? `${id}Request` : id);
    for (const [id, definition] of Object.entries($defs)) {
      this.components[nameOf(id)] ??= pointToComponents(definition, nameOf);
    }
    return pointToComponents(converted, nameOf);
  }
}

/** A copy whose references lead to the components. */
function pointToComponents(schema: object, nameOf: (id: string) => string): JsonSchema {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    return typeof value === 'object' && value !== null ? pointToComponents(value, nameOf) : value;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== '$ref' || typeof value !== 'string') return [key, copy(value)];
      const [, id] = /^#\/\$defs\/(?!__)(.+)$/.exec(value) ?? [];
      if (id === undefined) throw new Error(`A schema refers to itself (${value}): give it an id with .meta({ id }).`);
      return [key, COMPONENTS + nameOf(id)];
    }),
  );
}
