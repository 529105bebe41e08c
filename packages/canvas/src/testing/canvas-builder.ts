import { type CanvasDocument, parseCanvas } from '../canvas-document.ts';

/** The parts of a node that a test says. */
export interface NodeParts {
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: readonly unknown[];
  readonly title?: string;
  readonly blocks?: readonly unknown[];
  readonly edges?: readonly unknown[];
}

/** A node of a canvas. */
export function node(id: string, type: string, { inputs, outputs, title = `node ${id}`, blocks, edges }: NodeParts = {}): unknown {
  return { id, type, data: { nodeMeta: { title }, ...(inputs ? { inputs } : {}), ...(outputs ? { outputs } : {}) }, blocks, edges };
}

/** A line from a node, or from a port of it (`id:port`), to another. */
export function line(from: string, to: string): unknown {
  const [sourceNodeID, sourcePortID] = from.split(':');
  return { sourceNodeID, targetNodeID: to, ...(sourcePortID === undefined ? {} : { sourcePortID }) };
}

/** A value from an output: `id.path`. */
export function from(reference: string, type = 'string', schema?: unknown): unknown {
  const [blockID, ...path] = reference.split('.');
  return { type, ...(schema === undefined ? {} : { schema }), value: { type: 'ref', content: { source: 'block-output', blockID, name: path.join('.') } } };
}

/** A value that is given. */
export function given(content: unknown, type = 'string', schema?: unknown): unknown {
  return { type, ...(schema === undefined ? {} : { schema }), value: { type: 'literal', content } };
}

/** Named values, as a node has them. */
export function params(values: Record<string, unknown>): unknown[] {
  return Object.entries(values).map(([name, input]) => ({ name, input }));
}

/** A text node that writes a template. */
export function text(id: string, template: string, values: Record<string, unknown> = {}): unknown {
  return node(id, '15', {
    inputs: { method: 'concat', inputParameters: params(values), concatParams: params({ concatResult: given(template) }) },
    outputs: [{ name: 'output', type: 'string' }],
  });
}

/** A start node with textual inputs, or with those given. */
export function start(...inputs: readonly (string | object)[]): unknown {
  return node('100001', '1', { outputs: inputs.map((input) => (typeof input === 'string' ? { name: input, type: 'string' } : input)), title: 'start' });
}

/** An end node that returns values. */
export function end(values: Record<string, unknown> = {}): unknown {
  return node('900001', '2', { inputs: { terminatePlan: 'returnVariables', inputParameters: params(values) }, title: 'end' });
}

/** A canvas of nodes and lines. */
export function canvas(nodes: readonly unknown[], edges: readonly unknown[]): CanvasDocument {
  return parseCanvas({ nodes, edges });
}
