import type { GraphNode } from '@buckle/canvas';
import { roughLength } from '#kernel/rough-length.ts';
import { convertFields, isEmpty, type Values } from './values.ts';
import { codes, NodeError, RunFailed } from './errors.ts';
import { GraphRun, type GraphResult } from './graph-run.ts';
import type { RunJournal } from './journal.ts';
import type { MessageWriter, RunFacts, RunLimits, Wait } from './node-runner.ts';
import type { Plan, PlanGraph } from './plan.ts';
import { type Globals, Scope } from './scope.ts';

/** Told what happens while it happens; what is lasting is in the journal. */
export interface RunObserver {
  /** Opens a message of a node that is written piece by piece. */
  message(path: string, node: GraphNode, isAnswer: boolean): MessageWriter;
}

/** What a run needs from outside. */
export interface RunHost {
  readonly journal: RunJournal;
  readonly observer: RunObserver;
  readonly globals: Globals;
  readonly facts: RunFacts;
  readonly limits: RunLimits;
  /** Told that something waits from now on, to which an answer may have come before. */
  readonly onWait?: (() => void) | undefined;
  /** What a node is given in place of what its inputs refer to. */
  readonly changed?: ChangedInputs | undefined;
  now(): number;
}

/** Inputs of one node that somebody has set by hand. */
export interface ChangedInputs {
  readonly nodeId: string;
  readonly inputs: Values;
}

/** One node to run alone, with inputs set by hand, after others that are taken to have given this. */
export interface OnlyNode extends ChangedInputs {
  readonly outputs: Readonly<Record<string, Values>>;
}

/** How a run came to rest. */
export type RunOutcome =
  | { readonly state: 'done'; readonly outputs: Values }
  /** Nothing can go on before an answer comes, or a time. */
  | { readonly state: 'waiting'; readonly waits: readonly OpenWait[] };

/** A wait that has no answer yet. */
export interface OpenWait {
  readonly path: string;
  readonly node: string;
  /** What people call the node. */
  readonly title: string;
  readonly number: number;
  readonly wait: Wait;
}

/**
 * A run of a plan: what the journal has is taken from there, the rest is done. It is a pure core: all
 * that it does to the world goes through its host and the runners of its nodes.
 */
export class WorkflowRun {
  readonly host: RunHost;
  readonly #abort = new AbortController();
  /** Waits that no answer has come for, by path. */
  readonly #waits = new Map<string, OpenWait>();
  /** Graphs with nodes that wait, by the paths of those nodes. */
  readonly #waiting = new Map<string, () => void>();
  #steps = 0;
  #characters = 0;

  constructor(host: RunHost) {
    this.host = host;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends what runs: its nodes are aborted with this reason. */
  abort(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /**
   * Runs until the end node is done and nothing else runs, or until everything waits; or does so with one
   * node alone. Throws `RunFailed`, or the reason of an abort.
   */
  async run(plan: Plan, inputs: Values, only?: OnlyNode): Promise<RunOutcome> {
    const { time } = this.host.limits;
    const timer = setTimeout(() => this.abort(new RunFailed({ code: codes.limit, message: `The run took longer than ${Math.ceil(time / 1000)} seconds, which is its limit.` })), time);
    try {
      const result = await (only === undefined ? this.runPlan(plan, inputs, '', this.signal) : this.#runNode(plan, inputs, only));
      if (result.state === 'done') return result;
      return { state: 'waiting', waits: [...this.#waits.values()] };
    } catch (error) {
      if (!this.signal.aborted) this.abort(error);
      // A node that was aborted says no more than that.
      throw this.signal.reason instanceof RunFailed ? this.signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs a plan at a place of this run: the whole, or a workflow inside it. */
  async runPlan(plan: Plan, inputs: Values, prefix: string, signal: AbortSignal): Promise<{ state: 'done'; outputs: Values } | { state: 'waiting' }> {
    const scope = new Scope(this.host.globals);
    const { state } = await this.runGraph(plan.graph, scope, prefix, signal, inputs);
    if (state === 'waiting') return { state };
    const end = plan.graph.nodes.find(({ node }) => node.kind.key === 'end');
    return { state: 'done', outputs: (end === undefined ? undefined : scope.outputs[end.index]) ?? {} };
  }

  async #runNode({ graph }: Plan, given: Values, { nodeId, outputs }: OnlyNode): Promise<{ state: 'done'; outputs: Values } | { state: 'waiting' }> {
    const scope = new Scope(this.host.globals);
    let first = -1;
    const nodes = graph.nodes.map((node, index) => {
      scope.outputs[index] = outputs[node.node.id];
      if (node.node.id !== nodeId) return node;
      first = index;
      return { ...node, edges: [] };
    });
    const { state } = await this.runGraph({ nodes, first: [first] }, scope, '', this.signal, given);
    return state === 'waiting' ? { state } : { state: 'done', outputs: scope.outputs[first] ?? {} };
  }

  /**
   * Runs a graph in a scope, its nodes' paths behind a prefix; `given` are the inputs of a workflow. Where a node fails in one
   * that lies in another, the rest of it has ended before that is thrown: it may be tried again, or passed over.
   */
  runGraph(graph: PlanGraph, scope: Scope, prefix: string, signal: AbortSignal, given?: Values): GraphResult | Promise<GraphResult> {
    if (prefix === '') return new GraphRun(graph, { run: this, scope, prefix, signal, given }).run();
    const abort = new AbortController();
    return new GraphRun(graph, { run: this, scope, prefix, signal: AbortSignal.any([signal, abort.signal]), given }, abort).run();
  }

  /** Counts a node that runs. Throws where a run has done enough. */
  step(): void {
    this.#steps += 1;
    const { steps } = this.host.limits;
    if (this.#steps > steps) throw new NodeError(codes.limit, `The run has done ${steps} steps, which is its limit: does a loop not end?`, { isFinal: true });
  }

  /** A node waits from now on. */
  opened(open: OpenWait): void {
    this.#waits.set(open.path, open);
  }

  /** A place is done, or was broken off: nothing there waits any more. */
  left(place: string): void {
    for (const path of this.#waits.keys()) if (path === place || path.startsWith(`${place}/`) || path.startsWith(`${place}#`)) this.#waits.delete(path);
  }

  /** Counts what a node has taken in or given. Throws where the run holds as much as it may. */
  hold(...values: readonly unknown[]): void {
    for (const value of values) this.#characters += roughLength(value);
    const { characters } = this.host.limits;
    if (this.#characters > characters) {
      throw new NodeError(codes.limit, `The run holds more than ${characters / 1_000_000} million characters in what its nodes take and give: give less, or loop over less.`, { isFinal: true });
    }
  }

  /** A wait that has no answer yet, by the place of its node and its number. */
  openWait(path: string, number: number): OpenWait | undefined {
    const open = this.#waits.get(path);
    return open?.number === number ? open : undefined;
  }

  /** A node, or what lies in it, waits; `again` runs it once more, as far as the journal does not know it. */
  waits(path: string, again: () => void): void {
    this.#waiting.set(path, again);
    this.host.onWait?.();
  }

  /**
   * What goes on once the answer to a node that waits is in the journal: the nearest that still runs around it. No second answer
   * is taken then. Undefined where nothing runs any more; to be called in the same turn, since that may come to rest.
   */
  goingOn(path: string): (() => void) | undefined {
    for (let place = path; place !== ''; place = outside(place)) {
      const again = this.#waiting.get(place);
      if (again === undefined) continue;
      return () => {
        this.#waits.delete(path);
        this.#waiting.delete(place);
        again();
      };
    }
    return undefined;
  }

  /** A graph has come to rest, so that what waits in it goes on with what is around it. */
  forget(path: string): void {
    this.#waiting.delete(path);
  }
}

/** The place around a place: `loop#3/node` lies in `loop`. */
function outside(path: string): string {
  const end = path.lastIndexOf('/');
  if (end === -1) return '';
  const around = path.slice(0, end);
  const round = around.lastIndexOf('#');
  return round > around.lastIndexOf('/') ? around.slice(0, round) : around;
}

/**
 * The inputs of a run as its start node gives them: with defaults for what is missing, converted to
 * their types. Throws `RunFailed` with all that is missing.
 */
export function startInputs(plan: Plan, given: Values, warn: (message: string) => void): Values {
  const { values, missing } = completedInputs(plan, given, warn);
  if (missing.length > 0) {
    const names = missing.map((name) => JSON.stringify(name)).join(', ');
    throw new RunFailed({ code: codes.input, message: `The workflow needs a value for ${names}.` });
  }
  return values;
}

/** The same, with the names of what is required and missing. */
export function completedInputs(plan: Plan, given: Values, warn: (message: string) => void): { readonly values: Values; readonly missing: readonly string[] } {
  const values: Record<string, unknown> = {};
  for (const { name, defaultValue } of plan.inputs) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    values[name] = isEmpty(value) && defaultValue !== undefined ? defaultValue : value;
  }
  const converted = convertFields(values, plan.inputs, warn);
  const missing = plan.inputs.filter(({ name, required }) => required && converted[name] === null);
  return { values: converted, missing: missing.map(({ name }) => name) };
}
