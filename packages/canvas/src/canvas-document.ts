import { z } from 'zod';
import { issueClause } from './issue-clause.ts';

/** Ids are strings in the document; hand-written ones may be numbers. */
const idText = z.union([z.string(), z.number()]).transform(String);

/** Absent, whatever way that was written. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined).optional();

const point = z.looseObject({ x: z.number(), y: z.number() });

const nodeMeta = z.looseObject({
  title: optional(z.string()),
  description: optional(z.string()),
  subTitle: optional(z.string()),
  icon: optional(z.string()),
  mainColor: optional(z.string()),
});

const nodeData = z.looseObject({
  nodeMeta: optional(nodeMeta),
  inputs: optional(z.record(z.string(), z.unknown())),
  outputs: optional(z.array(z.unknown())),
});

const canvasEdge = z.looseObject({
  sourceNodeID: idText,
  targetNodeID: idText,
  sourcePortID: optional(z.string()),
  targetPortID: optional(z.string()),
});

const nodeFields = z.looseObject({
  id: idText,
  type: idText,
  meta: optional(z.looseObject({ position: optional(point), canvasPosition: optional(point) })),
  data: optional(nodeData),
  edges: optional(z.array(canvasEdge)),
});

/** A node as it is stored. What a kind of node keeps in `data.inputs` is read by that kind. */
export type CanvasNode = z.output<typeof nodeFields> & {
  /** The nodes inside a loop or batch. */
  readonly blocks?: readonly CanvasNode[] | undefined;
};

const canvasNode: z.ZodType<CanvasNode> = nodeFields.extend({ blocks: optional(z.array(z.lazy(() => canvasNode))) });

const canvasDocument = z.looseObject({
  nodes: z.array(canvasNode),
  edges: optional(z.array(canvasEdge)),
  versions: optional(z.record(z.string(), z.unknown())),
});

/** An edge between two nodes, or between a node and the loop or batch around it. */
export type CanvasEdge = z.output<typeof canvasEdge>;

/** The document of a workflow, as Coze's studio saves it; unknown fields stay. */
export type CanvasDocument = z.output<typeof canvasDocument>;

/** The largest document, in characters of JSON. */
export const MAX_CANVAS_LENGTH = 10 * 1024 * 1024;
/** How deep nodes may lie in one another. */
export const MAX_DEPTH = 16;
/** How deep values may lie in one another, all of the document counted. */
const MAX_VALUE_DEPTH = 64;
/** How many nodes a document may have, those in loops and batches included. */
export const MAX_NODES = 2_000;

/** A text or value that is no canvas at all; the message says where and why. */
export class InvalidCanvas extends Error {
  override readonly name = 'InvalidCanvas';
}

/** Reads a canvas, given as JSON or as its value. Throws `InvalidCanvas`. */
export function parseCanvas(source: unknown): CanvasDocument {
  const value = typeof source === 'string' ? parseJson(source) : source;
  checkSize(value);
  const parsed = canvasDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'The canvas' : `The canvas at ${issue.path.join('.')}`;
  throw new InvalidCanvas(`${place} ${issueClause(issue?.message ?? '')}.`);
}

function parseJson(text: string): unknown {
  if (text.length > MAX_CANVAS_LENGTH) throw new InvalidCanvas(`The canvas is longer than ${MAX_CANVAS_LENGTH} characters.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidCanvas(`The canvas is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Before anything walks down the value: a document that lies too deep would exhaust the stack. */
function checkSize(value: unknown): void {
  if (isTooDeep(value)) throw new InvalidCanvas(`The values of the canvas lie more than ${MAX_VALUE_DEPTH} deep in one another.`);
  let nodes = 0;
  let level: readonly unknown[] = listIn(value, 'nodes');
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new InvalidCanvas(`The nodes of the canvas lie more than ${MAX_DEPTH} deep in one another.`);
    nodes += level.length;
    if (nodes > MAX_NODES) throw new InvalidCanvas(`The canvas has more than ${MAX_NODES} nodes.`);
    level = level.flatMap((node) => listIn(node, 'blocks'));
  }
}

/** Level by level, since a walk down would itself exhaust the stack. */
function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_VALUE_DEPTH) return true;
    level = level.flatMap((entry): unknown[] => (entry !== null && typeof entry === 'object' ? Object.values(entry) : []));
  }
  return false;
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
  return Array.isArray(list) ? list : [];
}
