import type { Expression, GraphNode, Template } from '@buckle/canvas';
import { type TextPiece, textOfPieces } from './evaluate.ts';
import type { ChildResult, MessageWriter, ModelUse, NodeContext, NodeSteps, RoundOptions, RoundResult, RunFacts, RunLimits } from './node-runner.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { WorkflowRun } from './run.ts';
import { Scope } from './scope.ts';
import type { Values } from './values.ts';

/** Where a node runs, and with what. */
export interface Execution {
  readonly run: WorkflowRun;
  readonly plan: PlanNode;
  readonly scope: Scope;
  readonly path: string;
  readonly inputs: Values;
  /** What it sees of its element, in batch mode. */
  readonly own: Values | undefined;
  readonly warn: (message: string) => void;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** What a node has at hand in one attempt; see `NodeContext`. */
export class ExecutionContext implements NodeContext {
  readonly #execution: Execution;

  constructor(execution: Execution) {
    this.#execution = execution;
  }

  get node(): GraphNode {
    return this.#execution.plan.node;
  }

  get config(): unknown {
    return this.#execution.plan.node.config;
  }

  get inputs(): Values {
    return this.#execution.inputs;
  }

  get path(): string {
    return this.#execution.path;
  }

  get signal(): AbortSignal {
    return this.#execution.signal;
  }

  get attempt(): number {
    return this.#execution.attempt;
  }

  get warn(): (message: string) => void {
    return this.#execution.warn;
  }

  get idempotencyKey(): string {
    return `${this.facts.runId}:${this.path}`;
  }

  get answers(): readonly unknown[] {
    return this.#execution.run.host.journal.answers(this.path);
  }

  get isStreamed(): boolean {
    return this.#execution.plan.isStreamed;
  }

  get facts(): RunFacts {
    return this.#execution.run.host.facts;
  }

  get limits(): RunLimits {
    return this.#execution.run.host.limits;
  }

  readonly now = (): number => this.#execution.run.host.now();

  readonly value = (expression: Expression): unknown => {
    const { plan, scope, own } = this.#execution;
    return plan.expressions.value(expression, scope, own);
  };

  pieces(template: Template, inputs = this.#execution.inputs): readonly TextPiece[] {
    const { plan, scope, own } = this.#execution;
    return plan.expressions.pieces(template, inputs, scope, own);
  }

  text(template: Template, inputs?: Values): string | Promise<string> {
    return textOfPieces(this.pieces(template, inputs));
  }

  message(isAnswer: boolean): MessageWriter {
    const { run, path, plan } = this.#execution;
    return run.host.observer.message(path, plan.node, isAnswer);
  }

  round(round: number, frame: Values, { variables, signal = this.signal }: RoundOptions = {}): RoundResult | Promise<RoundResult> {
    const { run, plan, scope: parent, path } = this.#execution;
    if (plan.inner === undefined) throw new Error('Nothing lies in this node.');
    const scope = new Scope(run.host.globals, { parent, owner: plan.node.id, frame, ...(variables ? { variables } : {}) });
    const result = run.runGraph(plan.inner, scope, `${path}#${round}/`, signal);
    if (!(result instanceof Promise)) return result.state === 'waiting' ? { state: 'waiting' } : { state: result.state, scope };
    return result.then(({ state }) => (state === 'waiting' ? { state } : { state, scope }));
  }

  readonly child = (plan: Plan, inputs: Values, name?: string): Promise<ChildResult> => {
    const { run, path, signal } = this.#execution;
    return run.runPlan(plan, inputs, name === undefined ? `${path}/` : `${path}/${name}/`, signal);
  };

  readonly assign = (scope: 'user' | 'app', name: string, value: unknown): Promise<void> => this.#execution.run.host.globals.write(scope, name, value);

  readonly spent = (use: ModelUse): void => {
    const { run: { host }, path } = this.#execution;
    if (use.inputTokens + use.outputTokens > 0) host.journal.record({ type: 'step', path, name: 'spent', value: null, used: [use], at: host.now() });
  };

  get steps(): NodeSteps {
    const { run: { host }, path } = this.#execution;
    return {
      done: (name) => host.journal.step(path, name),
      keep(name, value, used) {
        host.journal.record({ type: 'step', path, name, value, ...(used === undefined ? {} : { used }), at: host.now() });
        return host.journal.commit();
      },
    };
  }

  gather(scope: Scope): Values {
    return Object.fromEntries(this.#execution.plan.gathers.map(({ name, evaluate }) => [name, evaluate(scope)]));
  }
}
