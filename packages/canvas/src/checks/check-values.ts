import { expressionsIn, type Expression } from '../expression.ts';
import { pathText, type PathStep } from '../path.ts';
import { problem, type Problem, warning } from '../problem.ts';
import { inputSlots, type Template } from '../template.ts';
import { type Field, isConvertible, typeAt, typeName, type ValueType } from '../value-type.ts';
import type { Graph, GraphNode } from '../workflow-graph.ts';
import type { Order } from './order.ts';
import { insideOf, ownFields } from './own-fields.ts';

/** A graph with its order, and the graph around it. */
export interface Level {
  readonly graph: Graph;
  readonly order: Order;
  readonly owner?: GraphNode;
  readonly outside?: Level;
}

type Reference = Extract<Expression, { expression: 'output' }>;

/** Checks where the values of a node come from. */
export function* checkValues(node: GraphNode, level: Level): Generator<Problem> {
  yield* checkMissing(node);
  yield* checkNames(node);
  for (const { field, value } of valuesOf(node)) {
    if (value.expression === 'output') yield* checkReference(node, level, field, value);
  }
  yield* checkTemplates(node);
}

/** Every expression of a node with its field in the node's data. */
function* valuesOf({ config, inputs, batch: mode, gathers }: GraphNode): Generator<{ field: string; value: Expression }> {
  const read = { ...(config !== null && typeof config === 'object' ? config : {}), inputParameters: undefined };
  for (const { field, value } of expressionsIn(read)) yield { field: `inputs.${field.join('.')}`, value };
  const own: unknown = config !== null && typeof config === 'object' ? Reflect.get(config, 'inputParameters') : undefined;
  // Some kinds read these themselves, with more than a name and a value.
  for (const { field, value } of expressionsIn(Array.isArray(own) ? own : inputs)) yield { field: `inputs.inputParameters.${field.join('.')}`, value };
  for (const { field, value } of expressionsIn(mode?.lists ?? [])) yield { field: `inputs.batch.inputLists.${field.join('.')}`, value };
  for (const { field, value } of expressionsIn(gathers ?? [])) yield { field: `outputs.${field.join('.')}`, value };
}

function* checkMissing({ id, title, kind, config, inputs }: GraphNode): Generator<Problem> {
  if (config !== undefined) {
    for (const field of kind.missing?.(config, inputs) ?? []) yield problem('missing_value', { title, input: field }, { nodeId: id, field: `inputs.${field}` });
  }
  if (kind.hasOptionalInputs || kind.waitsFor !== undefined) return;
  for (const [index, { name, value }] of inputs.entries()) {
    if (value.expression !== 'missing') continue;
    yield problem('missing_value', { title, input: name }, { nodeId: id, field: `inputs.inputParameters.${index}` });
  }
}

function* checkNames({ id, title, inputs, outputs }: GraphNode): Generator<Problem> {
  for (const [field, named] of [['inputs.inputParameters', inputs], ['outputs', outputs]] as const) {
    const seen = new Set<string>();
    for (const { name } of named) {
      if (name.trim() === '') yield problem('missing_name', { title }, { nodeId: id, field });
      else if (seen.has(name)) yield problem('duplicate_name', { title, name }, { nodeId: id, field });
      seen.add(name);
    }
  }
}

function* checkReference(node: GraphNode, level: Level, field: string, reference: Reference): Generator<Problem> {
  const { id, title } = node;
  const place = { nodeId: id, field };
  const input = inputName(node, field);
  const source = sourceOf(node, level, reference.node);
  if (source === undefined) {
    yield problem('unknown_node', { title, input, id: reference.node }, place);
    return;
  }
  if (source.isLate) yield problem('not_before', { title, input, source: source.node.title }, place);
  const given = typeAt({ kind: 'object', fields: source.fields }, reference.path);
  const type: ValueType | undefined = given !== undefined && source.isGathered ? { kind: 'list', item: given } : given;
  // What the document does not declare, a node may still give: its outputs were read as far as they are known.
  if (type === undefined || source.fields.length === 0) {
    yield problem('unknown_output', { title, input, source: source.node.title, path: pathText(reference.path) }, place);
  } else if (!isConvertible(type, reference.type)) {
    yield warning('wrong_type', { title, input, from: typeName(type), to: typeName(reference.type) }, place);
  }
}

interface Source {
  readonly node: GraphNode;
  readonly fields: readonly Field[];
  readonly isLate: boolean;
  /** Whether it is there once for each round, so that a list of it is given. */
  readonly isGathered?: boolean;
}

/** The node that a reference means, as it is seen from where the reference stands; undefined where it is not to be seen. */
function sourceOf(node: GraphNode, level: Level, wanted: string): Source | undefined {
  if (wanted === node.id) {
    const own = ownFields(node);
    return own && { node, fields: own, isLate: false };
  }
  // What a loop gathers comes from inside.
  const inner = node.inner?.nodes.get(wanted);
  if (inner) return { node: inner, fields: inner.outputs, isLate: false, isGathered: true };
  let at = node;
  for (let current: Level | undefined = level; current !== undefined; current = current.outside) {
    const found = current.graph.nodes.get(wanted);
    if (found) return { node: found, fields: found.outputs, isLate: !current.order.comesBefore(wanted, at.id) };
    if (current.owner === undefined) return undefined;
    if (current.owner.id === wanted) return { node: current.owner, fields: insideOf(current.owner) ?? [], isLate: false };
    at = current.owner;
  }
  return undefined;
}

/** What a user calls the field: the name of the input, where it is one. */
function inputName({ inputs }: GraphNode, field: string): string {
  const index = /^inputs\.inputParameters\.(\d+)/.exec(field)?.[1];
  return (index === undefined ? undefined : inputs[Number(index)]?.name) ?? field.replace(/^inputs\./, '');
}

function* checkTemplates({ id, title, kind, config, inputs }: GraphNode): Generator<Problem> {
  // A model node may also name the lists of its batch mode, and fields of any depth: only first names are known for sure.
  const names = new Set(inputs.map(({ name }) => name));
  for (const { field, template } of templatesIn(config)) {
    for (const path of inputSlots(template)) {
      const [first] = path;
      if (typeof first === 'string' && names.has(first)) continue;
      yield warning('unknown_input', { title, slot: `{{${pathText(path)}}}` }, { nodeId: id, field: `inputs.${field.join('.')}` });
    }
    if (kind.key === 'start') return;
  }
}

function* templatesIn(value: unknown, field: readonly PathStep[] = []): Generator<{ field: readonly PathStep[]; template: Template }> {
  if (value === null || typeof value !== 'object' || 'expression' in value) return;
  if ('parts' in value && Array.isArray(value.parts)) {
    yield { field, template: value as Template };
    return;
  }
  for (const [key, entry] of Object.entries(value)) yield* templatesIn(entry, [...field, key]);
}
