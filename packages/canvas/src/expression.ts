import type { PathStep } from './path.ts';
import { parsePath } from './path.ts';
import { readType, type ValueType } from './value-type.ts';

/** Whose variables are meant: the user's own, the app's (here: the workspace's), or those that the system gives. */
export type VariableScope = 'user' | 'app' | 'system';

/** Where a value comes from, once the run is there. */
export type Expression =
  | { readonly expression: 'literal'; readonly type: ValueType; readonly value: unknown }
  | { readonly expression: 'output'; readonly type: ValueType; readonly node: string; readonly path: readonly PathStep[] }
  | { readonly expression: 'variable'; readonly type: ValueType; readonly scope: VariableScope; readonly path: readonly PathStep[] }
  | { readonly expression: 'object'; readonly type: ValueType; readonly fields: readonly NamedExpression[] }
  /** Nothing was chosen yet. */
  | { readonly expression: 'missing'; readonly type: ValueType };

/** A parameter of a node: a name and where its value comes from. */
export interface NamedExpression {
  readonly name: string;
  readonly value: Expression;
}

const variableScopes: Record<string, VariableScope> = {
  global_variable_user: 'user',
  global_variable_app: 'app',
  global_variable_system: 'system',
};

/** The scope that a source of the document names; undefined where it names none. */
export function variableScope(source: string): VariableScope | undefined {
  return Object.hasOwn(variableScopes, source) ? variableScopes[source] : undefined;
}

/** Reads a `BlockInput`: a type, and a literal value or a reference. */
export function readExpression(source: unknown): Expression {
  const input = record(source);
  const type = readType(input);
  const value = record(input['value']);
  switch (value['type']) {
    case 'ref':
      return readReference(type, record(value['content']));
    case 'object_ref':
      return { expression: 'object', type, fields: readParameters(value['content'] ?? input['schema']) };
    case 'literal':
      return literal(type, value['content']);
    default:
      return { expression: 'missing', type };
  }
}

/** Reads a list of `Param`s. */
export function readParameters(source: unknown): readonly NamedExpression[] {
  if (!Array.isArray(source)) return [];
  return source.flatMap((entry: unknown) => {
    const { name, input } = record(entry);
    return typeof name === 'string' ? [{ name, value: readExpression(input) }] : [];
  });
}

/** A value that stands in the document itself. */
export function literal(type: ValueType, value: unknown): Expression {
  return value === undefined || value === null ? { expression: 'missing', type } : { expression: 'literal', type, value };
}

function readReference(type: ValueType, content: Record<string, unknown>): Expression {
  const { source, blockID, name, path } = content;
  const scope = typeof source === 'string' ? variableScope(source) : undefined;
  if (scope !== undefined) {
    const steps = Array.isArray(path) ? path.map(String) : parsePath(typeof name === 'string' ? name : '');
    return steps === undefined || steps.length === 0 ? { expression: 'missing', type } : { expression: 'variable', type, scope, path: steps };
  }
  const node = typeof blockID === 'string' || typeof blockID === 'number' ? String(blockID) : '';
  const steps = typeof name === 'string' ? parsePath(name) : undefined;
  // An empty choice is written as a reference to nothing.
  if (node === '' || steps === undefined) return { expression: 'missing', type };
  return { expression: 'output', type, node, path: steps };
}

/** The object that a value is; an empty one where it is none. */
export function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Every expression inside a value that was read from a node, with the path of field names that leads to it. */
export function* expressionsIn(value: unknown, field: readonly PathStep[] = []): Generator<{ field: readonly PathStep[]; value: Expression }> {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) yield* expressionsIn(entry, [...field, index]);
  } else if (value !== null && typeof value === 'object') {
    if (isExpression(value)) {
      yield { field, value };
      if (value.expression === 'object') yield* expressionsIn(value.fields, field);
      return;
    }
    for (const [key, entry] of Object.entries(value)) yield* expressionsIn(entry, [...field, key]);
  }
}

function isExpression(value: object): value is Expression {
  return 'expression' in value && 'type' in value;
}
