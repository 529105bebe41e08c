import type { BatchMode, Field, GraphNode } from '@buckle/canvas';
import type { NodeExpressions } from './evaluate.ts';
import type { NodeRunner } from './node-runner.ts';
import type { Scope } from './scope.ts';

/** Computes a value in a scope; `own` is what a node in batch mode sees of its element. */
export type Evaluate = (scope: Scope, own?: Readonly<Record<string, unknown>>) => unknown;

/** An input of a node with its value. */
export interface PlanInput extends Pick<Field, 'name' | 'type'> {
  readonly evaluate: Evaluate;
}

/** A line, from a node at one of its ports to a node by its number, or to where a round ends. */
export interface PlanEdge {
  readonly port: string;
  readonly target: number;
  /** Whether the target may begin while the source still writes, since it reads what is written. */
  readonly isEarly: boolean;
}

/** The number of what lies behind the last node of a round. */
export const EXIT = -1;

/** A node that is ready to run. */
export interface PlanNode {
  readonly index: number;
  readonly node: GraphNode;
  readonly runner: NodeRunner;
  /** Computes the values and texts of its configuration. */
  readonly expressions: NodeExpressions;
  readonly inputs: readonly PlanInput[];
  /** The lists of its batch mode. */
  readonly batch?: { readonly mode: BatchMode; readonly lists: readonly PlanInput[] };
  readonly edges: readonly PlanEdge[];
  /** How many lines lead to it. */
  readonly incoming: number;
  /** Whether something reads what it writes while it writes it. */
  readonly isStreamed: boolean;
  readonly inner?: PlanGraph;
  /** What a loop or batch gathers, in the scope of a round. */
  readonly gathers: readonly PlanGather[];
}

/** An output of a loop or batch that has what came out of the nodes inside. */
export interface PlanGather {
  readonly name: string;
  /** Its value in a round. */
  readonly evaluate: Evaluate;
}

/** Nodes by number, those that nothing leads to left out. */
export interface PlanGraph {
  readonly nodes: readonly PlanNode[];
  /** The nodes that begin: what the lines from the loop around lead to, or the start node. */
  readonly first: readonly number[];
}

/** A workflow that is ready to run. */
export interface Plan {
  readonly graph: PlanGraph;
  readonly inputs: readonly Field[];
  /** Whether its end node writes an answer, rather than returning values. */
  readonly isAnswer: boolean;
  /** Whether it reads or sets variables that outlast runs. */
  readonly usesVariables: boolean;
  /** What stands in it as the id of an uploaded file. */
  readonly files: readonly string[];
  /** How a model is told of it, where it is a published version. */
  readonly about?: { readonly name: string; readonly description: string } | undefined;
}

/** What stands in plans as the ids of uploaded files. */
export function filesNamedBy(plans: Iterable<Plan>): ReadonlySet<string> {
  return new Set([...plans].flatMap(({ files }) => files));
}

/** Where a reference points: so many graphs up, to a node's outputs or to what a loop or batch shows inside. */
export interface Target {
  readonly up: number;
  readonly index: number | 'frame';
}
