import type { Endpoint } from '@buckle/contract';
import { z } from 'zod';

/** A part of a JSON Schema, as far as the contract uses it. */
export interface Schema {
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly format?: string | undefined;
  readonly minLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly minimum?: number | undefined;
}

const schemaPart: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    properties: z.record(z.string(), schemaPart).optional(),
    required: z.array(z.string()).optional(),
    items: schemaPart.optional(),
    anyOf: z.array(schemaPart).optional(),
    oneOf: z.array(schemaPart).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    minLength: z.number().optional(),
    minItems: z.number().optional(),
    minimum: z.number().optional(),
  }),
);

/** A valid request for an endpoint. */
export interface SampleRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Absent where the endpoint takes no JSON. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** The JSON Schema of what a caller sends, without references. */
export function schemaOf(schema: z.ZodType): Schema {
  const withoutIds = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', metadata: z.registry<{ id?: string }>() });
  return schemaPart.parse(withoutIds);
}

/**
 * A valid request: what an endpoint requires, and of the rest the fields that `known` has a value for.
 * Values of fields are taken from `known` by their names.
 */
export function sampleRequest(endpoint: Endpoint, known: Readonly<Record<string, unknown>>): SampleRequest {
  return {
    params: texts(sampleOf(schemaOf(endpoint.params), known)),
    query: texts(sampleOf(schemaOf(endpoint.query), known)),
    body: endpoint.bodyKind === 'json' ? z.record(z.string(), z.unknown()).parse(sampleOf(schemaOf(endpoint.body), known)) : undefined,
  };
}

function sampleOf(schema: Schema, known: Readonly<Record<string, unknown>>): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [branch] = schema.anyOf ?? schema.oneOf ?? [];
  if (branch) return sampleOf(branch, known);
  switch (schema.type) {
    case 'object':
      return sampleObject(schema, known);
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}, known));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 1);
    case 'boolean':
      return false;
    case 'string':
      return schema.format === 'date' ? '2026-01-01' : 'a'.repeat(Math.max(schema.minLength ?? 0, 1));
    case undefined:
    default:
      return {};
  }
}

function sampleObject({ properties = {}, required = [] }: Schema, known: Readonly<Record<string, unknown>>): object {
  const wanted = Object.entries(properties).filter(([name]) => name in known || required.includes(name));
  return Object.fromEntries(wanted.map(([name, part]) => [name, name in known ? known[name] : sampleOf(part, known)]));
}

function texts(value: unknown): Readonly<Record<string, string>> {
  return z.record(z.string(), z.coerce.string()).parse(value);
}
