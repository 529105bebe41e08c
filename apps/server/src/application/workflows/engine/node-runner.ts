import type { Expression, Field, GraphNode, Template } from '@buckle/canvas';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import type { TextPiece } from './evaluate.ts';
import type { Plan } from './plan.ts';
import type { Scope } from './scope.ts';
import type { Values } from './values.ts';

/** What a node waits for: an answer, a form, a decision, or a time. Kept for as long as it takes. */
export type Wait = WaitOf & {
  /** When the run goes on without an answer, in milliseconds since 1970. */
  readonly until?: number;
};

/** The sorts of waits, with what is shown to whom it may concern. */
type WaitOf =
  | { readonly kind: 'question'; readonly data: { readonly messages: readonly unknown[] } }
  | { readonly kind: 'input'; readonly data: { readonly fields: readonly Field[] } }
  | { readonly kind: 'approval'; readonly data: { readonly content: string; readonly fields: readonly Field[]; readonly assignees: readonly string[] } }
  | { readonly kind: 'time'; readonly data: { readonly until: number } };

/** A node's work is done. */
export interface NodeDone {
  readonly outputs: Values;
  /** The port at which it goes on; `default` where it says nothing. */
  readonly port?: string;
  /** Variables of loops that it sets, by the loops' ids. */
  readonly assigns?: Readonly<Record<string, Values>>;
  /** What it told the user. */
  readonly message?: string;
  /** The calls of models that it made. */
  readonly used?: readonly ModelUse[];
  /** Resolves with the final outputs where `outputs` has texts that are still being written. */
  readonly final?: Promise<Values>;
}

/** A call of a model, for those who count. Times in milliseconds since 1970. */
export interface ModelUse {
  readonly modelId: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What a run of a node comes to. */
export type NodeResult = NodeDone | { readonly wait: Wait; readonly used?: readonly ModelUse[] } | { readonly waitsInside: true } | { readonly control: 'break' | 'continue' };

/** What became of a round of a loop or batch. */
export type RoundResult = { readonly state: 'done' | 'break' | 'continue'; readonly scope: Scope } | { readonly state: 'waiting' };

/** What became of a workflow inside a run: what its end node gave. */
export type ChildResult = { readonly state: 'done'; readonly outputs: Values } | { readonly state: 'waiting' };

/** Says something to whoever watches the run, piece by piece. */
export interface MessageWriter {
  write(piece: string): void;
  /** It is complete. */
  end(): void;
}

/** What a node has at hand while it runs. */
export interface NodeContext<Config = unknown> {
  readonly node: GraphNode<Config>;
  readonly config: Config;
  /** Its inputs, converted to their types. */
  readonly inputs: Values;
  /** Where it stands in the run: its id, after the rounds and workflows around it. */
  readonly path: string;
  /** Aborted when the run is cancelled or failed, or its time is over. */
  readonly signal: AbortSignal;
  /** The same in every attempt at the same place of the same run: for `Idempotency-Key`. */
  readonly idempotencyKey: string;
  /** Which attempt this is, from 0. */
  readonly attempt: number;
  /** What earlier waits of this node were answered with, oldest first. */
  readonly answers: readonly unknown[];
  /** Whether something reads its texts while they are written. */
  readonly isStreamed: boolean;
  /** What is known of the run. */
  readonly facts: RunFacts;
  readonly limits: RunLimits;
  readonly now: () => number;
  /** The value of an expression of its configuration. */
  readonly value: (expression: Expression) => unknown;
  /** Fills a template of its configuration from its inputs, in pieces of which some may still be written. */
  pieces(template: Template): readonly TextPiece[];
  /** The whole text of a template, filled from its inputs or from those given. */
  text(template: Template, inputs?: Values): string | Promise<string>;
  readonly warn: (message: string) => void;
  /** Sets a variable that outlasts the run. */
  readonly assign: (scope: 'user' | 'app', name: string, value: unknown) => Promise<void>;
  /** Notes a call of a model that brought nothing and is paid all the same. */
  readonly spent: (use: ModelUse) => void;
  message(isAnswer: boolean): MessageWriter;
  /** Runs what lies in it once more; `round` is its number and `frame` what is seen inside. */
  round(round: number, frame: Values, options?: RoundOptions): RoundResult | Promise<RoundResult>;
  /** What it gathers of a round for its outputs: what came out of the nodes inside. */
  gather(scope: Scope): Values;
  /** Runs a workflow inside this run; `name` tells several of one node apart. */
  readonly child: (plan: Plan, inputs: Values, name?: string) => Promise<ChildResult>;
  /** What it does one after the other, each once in a run, whatever process is killed. */
  readonly steps: NodeSteps;
}

/** What a node does one after the other. */
export interface NodeSteps {
  /** What came of a step that is done; undefined where it is not. */
  done(name: string): { readonly value: unknown } | undefined;
  /** Notes what came of a step, durably. It survives JSON. */
  keep(name: string, value: unknown, used?: readonly ModelUse[]): Promise<void>;
}

/** How a round differs from one that stands alone. */
export interface RoundOptions {
  /** The variables of the loop, which the round may set. */
  readonly variables?: Record<string, unknown>;
  /** Aborts this round, beside what aborts the run. */
  readonly signal?: AbortSignal;
}

/** How much a run may do. */
export interface RunLimits {
  /** Milliseconds that it runs, from its beginning or the last answer to when it rests again. */
  readonly time: number;
  /** Nodes that run, those in rounds counted each time. */
  readonly steps: number;
  /** Nodes of one graph that run at once. */
  readonly branches: number;
  /** Rounds of one loop. */
  readonly rounds: number;
  /** Characters of all that its nodes take in and give, roughly. */
  readonly characters: number;
}

/** What is known of a run while it runs. */
export interface RunFacts {
  readonly runId: string;
  readonly workspaceId: string;
  /** The plans of the workflows that it calls, pinned at its start; see `planKey`. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** For whom it runs. */
  readonly owner: FlowOwner;
  /** Uploaded files that the caller named and may read. */
  readonly files: ReadonlySet<string>;
  /** What stands in the workflow as the id of an uploaded file. */
  readonly named: ReadonlySet<string>;
  /** Lets a node ask a model. Throws a `NodeError` where nothing more may be spent. */
  readonly maySpend: () => Promise<void>;
  /** The conversation that the run talks in, where it does. */
  readonly talk?: RunTalk;
}

/** A conversation as a run sees it that talks in it. */
export interface RunTalk {
  /** What was said before, the oldest first: so many rounds of a question and its answers. */
  history(rounds: number): Promise<readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]>;
}

/** The name of a workflow's plan in a run, by what a node says: its id and version. */
export function planKey(workflowId: string, version: string): string {
  return `${workflowId}@${version}`;
}

/** How a kind of node runs. */
export interface NodeRunner<Config = unknown> {
  /** The kind's key in the document. */
  readonly key: string;
  run(context: NodeContext<Config>): NodeResult | Promise<NodeResult>;
  /** Whether it asks or changes something outside: its start is durable before, its end soon after. */
  readonly hasEffects?: boolean;
  /** Whether it may wait for somebody, or for a time. */
  readonly waits?: boolean;
  /** Whether it may begin while what it reads is still being written; `isStreamed` says whether its own texts are read so. */
  readsStreams?(config: Config, isStreamed: boolean): boolean;
  /** The names of outputs that it can give while they are still being written. */
  writesStreams?(node: GraphNode<Config>): readonly string[];
}

/** Gives a runner the type of its configuration. */
export function nodeRunner<Config>(runner: NodeRunner<Config>): NodeRunner<Config> {
  return runner;
}
