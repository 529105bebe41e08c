import { DEFAULT_PORT } from '@buckle/canvas';
import { RunFailed } from './errors.ts';
import { executeNode, type Place } from './execute-node.ts';
import type { NodeDone, NodeResult } from './node-runner.ts';
import { EXIT, type PlanEdge, type PlanGraph, type PlanNode } from './plan.ts';

/** How a graph came to rest. */
export interface GraphResult {
  readonly state: 'done' | 'waiting' | 'break' | 'continue';
}

/**
 * One run through a graph: the whole of a workflow, or a round of a loop or batch. A node begins when
 * every line to it is settled, and runs if one of them was taken; otherwise it is skipped, and so are
 * the lines from it. What needs no waiting happens in one turn.
 */
export class GraphRun {
  readonly #place: Place;
  readonly #graph: PlanGraph;
  /** Lines to each node that are not settled yet. */
  readonly #open: Int32Array;
  /** Whether a line to each node was taken. */
  readonly #taken: Uint8Array;
  readonly #ready: number[] = [];
  readonly #waiting = new Set<string>();
  #running = 0;
  #isPumping = false;
  #control: 'break' | 'continue' | undefined;
  #settled: { readonly resolve: (result: GraphResult) => void; readonly reject: (error: unknown) => void } | undefined;
  #failure: { readonly error: unknown } | undefined;
  readonly #abort: AbortController | undefined;

  /** `abort` ends the nodes that still run when one has failed, where nobody around does so: the failure is told when they have ended. */
  constructor(graph: PlanGraph, place: Place, abort?: AbortController) {
    this.#graph = graph;
    this.#place = place;
    this.#abort = abort;
    this.#open = new Int32Array(graph.nodes.length);
    this.#taken = new Uint8Array(graph.nodes.length);
    for (const { index, incoming } of graph.nodes) this.#open[index] = incoming;
  }

  /** Runs until nothing more can. Throws the first failure, after which the rest is stopped, or left alone where nobody stops it. */
  run(): GraphResult | Promise<GraphResult> {
    this.#ready.push(...this.#graph.first);
    this.#pump();
    if (this.#failure && this.#mayTell) throw this.#failure.error;
    if (this.#running === 0) return this.#result();
    return new Promise((resolve, reject) => (this.#settled = { resolve, reject }));
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    const { branches } = this.#place.run.host.limits;
    while (this.#running < branches && !this.#isOver) {
      // The list is short, and empty most of the time.
      const index = this.#ready.shift();
      const node = index === undefined ? undefined : this.#graph.nodes[index];
      if (node === undefined) break;
      this.#begin(node);
    }
    this.#isPumping = false;
  }

  get #isOver(): boolean {
    return this.#failure !== undefined || this.#control !== undefined;
  }

  /** Whether a failure is told now. */
  get #mayTell(): boolean {
    return this.#abort === undefined || this.#running === 0;
  }

  #begin(node: PlanNode): void {
    let result: NodeResult | Promise<NodeResult>;
    try {
      result = executeNode(node, this.#place);
    } catch (error) {
      this.#fail(node, error);
      return;
    }
    if (!(result instanceof Promise)) {
      this.#take(node, result);
      return;
    }
    this.#running += 1;
    result.then(
      (settled) => {
        this.#running -= 1;
        if (!this.#isOver) this.#take(node, settled);
        // What it still writes fails with the run, and nobody is there to be told.
        else if ('final' in settled) settled.final?.catch(() => undefined);
        this.#rest();
      },
      (error: unknown) => {
        this.#running -= 1;
        this.#fail(node, error);
        this.#rest();
      },
    );
  }

  #take(node: PlanNode, result: NodeResult): void {
    if ('outputs' in result) this.#done(node, result);
    else if ('control' in result) this.#control = result.control;
    else this.#wait(node);
  }

  #wait(node: PlanNode): void {
    const path = this.#place.prefix + node.node.id;
    this.#waiting.add(path);
    this.#place.run.waits(path, () => {
      this.#waiting.delete(path);
      this.#ready.push(node.index);
      this.#pump();
      this.#rest();
    });
  }

  #done(node: PlanNode, { outputs, port = DEFAULT_PORT, assigns, final }: NodeDone): void {
    this.#place.scope.outputs[node.index] = outputs;
    if (assigns) for (const [owner, values] of Object.entries(assigns)) this.#place.scope.assign(owner, values);
    if (final === undefined) {
      for (const edge of node.edges) this.#settle(edge, edge.port === port);
      return;
    }
    for (const edge of node.edges) if (edge.isEarly) this.#settle(edge, edge.port === port);
    this.#running += 1;
    final.then(
      (values) => {
        this.#running -= 1;
        this.#place.scope.outputs[node.index] = values;
        if (!this.#isOver) for (const edge of node.edges) if (!edge.isEarly) this.#settle(edge, edge.port === port);
        this.#rest();
      },
      (error: unknown) => {
        this.#running -= 1;
        this.#fail(node, error);
        this.#rest();
      },
    );
  }

  #settle({ target }: PlanEdge, isTaken: boolean): void {
    if (target === EXIT) return;
    if (isTaken) this.#taken[target] = 1;
    const open = (this.#open[target] ?? 0) - 1;
    this.#open[target] = open;
    if (open > 0) return;
    if (this.#taken[target] === 1) {
      this.#ready.push(target);
      return;
    }
    for (const edge of this.#graph.nodes[target]?.edges ?? []) this.#settle(edge, false);
  }

  #fail({ node }: PlanNode, error: unknown): void {
    if (this.#failure) return;
    const isTold = error instanceof RunFailed && error.node !== undefined;
    this.#failure = { error: isTold || this.#place.signal.aborted ? error : RunFailed.of(error, { path: this.#place.prefix + node.id, id: node.id, title: node.title }) };
    this.#abort?.abort(this.#failure.error);
  }

  /** Goes on after something came, and ends where nothing runs any more. */
  #rest(): void {
    if (!this.#isOver) this.#pump();
    if (this.#settled === undefined) return;
    if (this.#failure) {
      if (this.#mayTell) this.#settled.reject(this.#failure.error);
    } else if (this.#running === 0) this.#settled.resolve(this.#result());
  }

  #result(): GraphResult {
    // Whoever waits in here goes on with what is around.
    const { run, prefix } = this.#place;
    for (const path of this.#waiting) run.forget(path);
    if (this.#control !== undefined) {
      run.left(prefix.slice(0, -1));
      return { state: this.#control };
    }
    return { state: this.#waiting.size > 0 ? 'waiting' : 'done' };
  }
}
