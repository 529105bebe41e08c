import { type Expression, readExpression, type ValueType } from '@buckle/canvas';
import { typeInDocument } from './document-type.ts';
import { literalText, readLiteral } from './literal-text.ts';
import { isObject } from './objects.ts';

/** A value of a node as it stands in the document: a type, and a literal value or a reference. */
export interface BlockInput {
  readonly type?: string;
  readonly assistType?: number;
  readonly schema?: unknown;
  readonly value?: { readonly type?: string; readonly content?: unknown; readonly rawMeta?: unknown };
}

/** A named value. */
export interface Param {
  readonly name?: string;
  readonly input?: BlockInput;
}

/** What Coze's studio notes beside a value, so as to show it in the same way again. */
const marks: Readonly<Record<string, number>> = { string: 1, integer: 2, boolean: 3, float: 4, object: 6 };
const FIRST_LIST_MARK = 98;
const listMarks: Readonly<Record<string, number>> = { string: 1, integer: 2, boolean: 3, float: 4, object: 5 };

/** A value that stands in the document itself. */
export function literalInput(type: ValueType, content: unknown): BlockInput {
  return { ...typeInDocument(type), value: { type: 'literal', content, rawMeta: { type: markOf(type) } } };
}

/** A value that another node gives. `path` is as people write it: `a.b`. */
export function outputInput(type: ValueType, node: string, path: string): BlockInput {
  return { ...typeInDocument(type), value: { type: 'ref', content: { source: 'block-output', blockID: node, name: path }, rawMeta: { type: markOf(type) } } };
}

/** The value of a variable that outlasts runs, or that the system gives. */
export function variableInput(type: ValueType, scope: 'user' | 'app' | 'system', path: readonly string[]): BlockInput {
  return { ...typeInDocument(type), value: { type: 'ref', content: { source: `global_variable_${scope}`, path, blockID: '', name: '' }, rawMeta: { type: markOf(type) } } };
}

/** A value that is still to be chosen: a reference to nothing, as Coze writes it. */
export function emptyInput(type: ValueType): BlockInput {
  return { ...typeInDocument(type), value: { type: 'ref', content: { source: 'block-output', blockID: '', name: '' } } };
}

/** What a value is: a literal, a reference, or nothing yet. */
export function readInput(input: BlockInput | undefined): Expression {
  return readExpression(input);
}

/** The same value under another type: of what is literal only what can stay does. */
export function retyped(input: BlockInput, type: ValueType): BlockInput {
  const read = readInput(input);
  if (read.expression !== 'literal') return { ...input, ...withoutType(input), ...typeInDocument(type) };
  const content = readLiteral(literalText(read.value), type);
  return content === undefined ? emptyLiteral(type) : literalInput(type, content);
}

/** A literal of a type before anybody typed anything. */
export function emptyLiteral(type: ValueType): BlockInput {
  if (type.kind === 'boolean') return literalInput(type, false);
  return type.kind === 'string' ? literalInput(type, '') : { ...typeInDocument(type), value: { type: 'literal', content: null, rawMeta: { type: markOf(type) } } };
}

/** The names and values of a list in the document; whatever else its entries hold stays with them. */
export function paramsIn(value: unknown): readonly Param[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function withoutType({ type: _type, schema: _schema, assistType: _assist, ...rest }: BlockInput): object {
  return { type: undefined, schema: undefined, assistType: undefined, ...rest };
}

function markOf(type: ValueType): number {
  if (type.kind === 'list') return FIRST_LIST_MARK + (listMarks[type.item.kind] ?? 1);
  return marks[type.kind] ?? 1;
}
