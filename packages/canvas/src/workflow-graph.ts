import type { ErrorPolicy } from './error-policy.ts';
import type { NamedExpression } from './expression.ts';
import type { NodeKind } from './node-kind.ts';
import type { Field } from './value-type.ts';

/** A node's own repetition: it runs for each element of the lists, several at once, and gives the list of what came out. */
export interface BatchMode {
  readonly lists: readonly NamedExpression[];
  readonly size: number;
  readonly concurrency: number;
  /** The output that has what came out of each. */
  readonly output: string;
}

/** A node as it was understood. */
export interface GraphNode<Config = unknown> {
  readonly id: string;
  readonly kind: NodeKind<Config>;
  readonly title: string;
  /** What its kind read from the document. */
  readonly config: Config;
  readonly inputs: readonly NamedExpression[];
  readonly outputs: readonly Field[];
  readonly ports: readonly string[];
  readonly onError: ErrorPolicy;
  readonly batch?: BatchMode;
  /** What lies in a loop or batch. */
  readonly inner?: Graph;
  /** What a loop or batch gathers from what lies in it, for its outputs. */
  readonly gathers?: readonly NamedExpression[];
}

/** A line from a port of one node to another. */
export interface GraphEdge {
  readonly source: string;
  readonly port: string;
  readonly target: string;
}

/**
 * Nodes and the lines between them. Inside a loop or batch, lines begin and end at its own id: where
 * a round begins, and where it is done.
 */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  /** The loop or batch in which it lies; absent at the top. */
  readonly owner?: string;
}

/** Everything that a reader, a check or a compiler wants to know of a document. */
export interface WorkflowGraph extends Graph {
  /** What the workflow is started with. */
  readonly inputs: readonly Field[];
}
