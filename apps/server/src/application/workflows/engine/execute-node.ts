import { outputsOfOne } from '@buckle/canvas';
import { type Attempted, runAttempts } from './attempts.ts';
import { concurrently } from './concurrently.ts';
import { failureOf, RunFailed } from './errors.ts';
import type { NodeEntry } from './journal.ts';
import { ExecutionContext } from './node-context.ts';
import type { NodeDone, NodeResult } from './node-runner.ts';
import type { PlanInput, PlanNode } from './plan.ts';
import type { WorkflowRun } from './run.ts';
import type { Scope } from './scope.ts';
import { TextStream } from './text-stream.ts';
import { convert, convertFields, type Values } from './values.ts';

/** Where a node is to run. */
export interface Place {
  readonly run: WorkflowRun;
  readonly scope: Scope;
  /** What stands before the node's id in its path. */
  readonly prefix: string;
  readonly signal: AbortSignal;
  /** The inputs of the workflow, for its start node. */
  readonly given: Values | undefined;
}

/** What one node leaves in the journal beside its result. */
interface Trial {
  readonly plan: PlanNode;
  readonly path: string;
  readonly startedAt: number;
  readonly warnings: string[];
  inputs: Values;
}

/**
 * Runs a node at a place of a run, or takes what came of it there from the journal. What comes of it
 * is in the journal when this returns or resolves. Throws what the node's error policy lets through.
 */
export function executeNode(plan: PlanNode, place: Place): NodeResult | Promise<NodeResult> {
  const { run, prefix, signal } = place;
  const path = prefix + plan.node.id;
  const recorded = run.host.journal.done(path);
  if (recorded !== undefined) return resultOf(recorded);
  signal.throwIfAborted();
  run.step();
  const trial: Trial = { plan, path, startedAt: run.host.now(), warnings: [], inputs: {} };
  const failed = (error: unknown): never => {
    noteFailure(place, trial, error);
    throw error;
  };
  try {
    const attempted = runAttempts(plan.node.onError, signal, (attempt, own) => once(place, trial, attempt, own));
    return attempted instanceof Promise ? attempted.then((settled) => settle(place, trial, settled)).catch(failed) : settle(place, trial, attempted);
  } catch (error) {
    return failed(error);
  }
}

/** Notes the node at which a run fails; what failed inside of it has noted that itself. */
function noteFailure(place: Place, { plan: { node }, path, startedAt, inputs }: Trial, error: unknown): void {
  if (place.signal.aborted || (error instanceof RunFailed && error.node !== undefined)) return;
  const { journal, now } = hostOf(place);
  journal.record({ type: 'failed', path, node: node.id, title: node.title, kind: node.kind.key, inputs: lasting(inputs), failure: failureOf(error), startedAt, endedAt: now() });
}

function resultOf({ outputs, port, assigns, control }: NodeEntry): NodeResult {
  if (control !== undefined) return { control };
  return { outputs, ...(port === undefined ? {} : { port }), ...(assigns === undefined ? {} : { assigns }) };
}

/** One attempt at a node. */
function once(place: Place, trial: Trial, attempt: number, signal: AbortSignal): NodeResult | Promise<NodeResult> {
  const { plan, path } = trial;
  if (plan.batch !== undefined) return forEach(place, trial, attempt, signal);
  if (plan.runner.hasEffects) return withEffects(place, trial, path, undefined, attempt, signal);
  return runOnce(place, trial, path, undefined, attempt, signal);
}

/** What has effects is known to have begun before it has any. */
async function withEffects(place: Place, trial: Trial, path: string, own: Values | undefined, attempt: number, signal: AbortSignal): Promise<NodeResult> {
  const { journal, now } = hostOf(place);
  journal.record({ type: 'started', path, node: trial.plan.node.id, attempt, at: now() });
  await journal.commit();
  return runOnce(place, trial, path, own, attempt, signal);
}

function runOnce(place: Place, trial: Trial, path: string, own: Values | undefined, attempt: number, signal: AbortSignal): NodeResult | Promise<NodeResult> {
  const { plan, warnings } = trial;
  const raw = plan.node.kind.key === 'start' ? (place.given ?? {}) : rawInputs(plan.inputs, place.scope, own, changedInputs(place, trial));
  const readsStreams = plan.runner.readsStreams?.(plan.node.config, plan.isStreamed) ?? false;
  const go = (values: Values): NodeResult | Promise<NodeResult> => {
    const inputs = plan.node.kind.key === 'start' ? values : convertInputs(values, plan.inputs, warnings);
    if (own === undefined) trial.inputs = inputs;
    return plan.runner.run(
      new ExecutionContext({ run: place.run, plan, scope: place.scope, path, inputs, own, warn: (message) => warnings.push(message), attempt, signal }),
    );
  };
  if (readsStreams || !Object.values(raw).some((value) => value instanceof TextStream)) return go(raw);
  return wholeTexts(raw).then(go);
}

function rawInputs(inputs: readonly PlanInput[], scope: Scope, own: Values | undefined, changed: Values): Values {
  const raw: Record<string, unknown> = {};
  for (const { name, evaluate } of inputs) raw[name] = Object.hasOwn(changed, name) ? changed[name] : evaluate(scope, own);
  return raw;
}

/** The inputs that somebody has set by hand, where the node is the one that they are for. */
function changedInputs({ run, prefix }: Place, { plan }: Trial): Values {
  const { changed } = run.host;
  return prefix === '' && changed?.nodeId === plan.node.id ? changed.inputs : none;
}

const none: Values = {};

function convertInputs(raw: Values, inputs: readonly PlanInput[], warnings: string[]): Values {
  const converted: Record<string, unknown> = {};
  for (const { name, type } of inputs) {
    const value = raw[name];
    converted[name] = value instanceof TextStream ? value : convert(value, type, (message) => warnings.push(message), name);
  }
  return converted;
}

/** Waits for texts that are still being written. */
async function wholeTexts(raw: Values): Promise<Values> {
  const whole = Object.entries(raw).map(async ([name, value]) => [name, value instanceof TextStream ? await value.whole() : value] as const);
  return Object.fromEntries(await Promise.all(whole));
}

/** A node in batch mode: once for each element of its lists, as many as the shortest has. */
async function forEach(place: Place, trial: Trial, attempt: number, signal: AbortSignal): Promise<NodeResult> {
  const { plan, path, warnings } = trial;
  const { mode, lists } = plan.batch ?? { mode: undefined, lists: [] };
  if (mode === undefined) throw new Error('The node is not in batch mode.');
  const given = rawInputs(lists, place.scope, undefined, changedInputs(place, trial));
  const elements = lists.map(({ name, type }) => ({ name, values: listOf(convert(given[name], type, (message) => warnings.push(message), name)) }));
  const { rounds, branches } = place.run.host.limits;
  const count = Math.min(Math.max(0, mode.size), rounds, ...elements.map(({ values }) => values.length));
  trial.inputs = Object.fromEntries(elements.map(({ name, values }) => [name, values]));
  const { journal, now } = hostOf(place);
  const results = await concurrently(count, Math.min(Math.max(1, mode.concurrency), branches), signal, async (index, aborted): Promise<Values | undefined> => {
    const elementPath = `${path}#${index}`;
    const recorded = journal.done(elementPath);
    if (recorded !== undefined) return recorded.outputs;
    place.run.step();
    const own = { index, ...Object.fromEntries(elements.map(({ name, values }) => [name, values[index]])) };
    const startedAt = now();
    const run = plan.runner.hasEffects ? withEffects : runOnce;
    const result = await run(place, trial, elementPath, own, attempt, aborted);
    if (!('outputs' in result)) return undefined;
    const outputs = convertFields((await result.final) ?? result.outputs, outputsOfOne(plan.node), (message) => warnings.push(message));
    const { id, title, kind } = plan.node;
    place.run.hold(own, outputs);
    journal.record({
      type: 'node', path: elementPath, node: id, title, kind: kind.key, inputs: own, outputs, ...(result.used ? { used: result.used } : {}), startedAt, endedAt: now(),
    });
    if (plan.runner.hasEffects) journal.commitSoon();
    return outputs;
  });
  return results.includes(undefined) ? { waitsInside: true } : { outputs: { [mode.output]: results } };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Notes what came of a node. */
function settle(place: Place, trial: Trial, { result, failure }: Attempted): NodeResult {
  if ('waitsInside' in result) return result;
  if ('wait' in result) {
    openWait(place, trial, result);
    return result;
  }
  const { journal, now } = hostOf(place);
  const { plan, path, startedAt, warnings } = trial;
  const note = (outputs: Values, done: Partial<NodeDone> & { readonly control?: 'break' | 'continue' }): void => {
    place.run.hold(trial.inputs, outputs, done.message);
    place.run.left(path);
    journal.record({
      type: 'node',
      path,
      node: plan.node.id,
      title: plan.node.title,
      kind: plan.node.kind.key,
      inputs: lasting(trial.inputs),
      outputs,
      port: done.port,
      assigns: done.assigns,
      message: done.message,
      used: done.used,
      control: done.control,
      failure,
      warnings: warnings.length === 0 ? undefined : warnings,
      startedAt,
      endedAt: now(),
    });
    if (plan.runner.hasEffects) journal.commitSoon();
  };
  if ('control' in result) {
    note({}, result);
    return result;
  }
  const { final } = result;
  if (final === undefined) {
    note(result.outputs, result);
    return result;
  }
  return {
    ...result,
    final: final.then(
      (outputs) => {
        note(outputs, result);
        return outputs;
      },
      (error: unknown) => {
        noteFailure(place, trial, error);
        throw error;
      },
    ),
  };
}

function openWait({ run }: Place, { plan, path }: Trial, { wait, used }: Extract<NodeResult, { wait: unknown }>): void {
  const { journal } = run.host;
  const number = journal.answers(path).length;
  const { id, title } = plan.node;
  if (journal.waits(path) <= number) {
    journal.record({ type: 'wait', path, node: id, title, number, wait, ...(used ? { used } : {}), at: run.host.now() });
  }
  run.opened({ path, node: id, title, number, wait });
}

/** Inputs as they can be kept: a text that was read while it was written is there in whole by now. */
function lasting(inputs: Values): Values {
  if (!Object.values(inputs).some((value) => value instanceof TextStream)) return inputs;
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, value instanceof TextStream ? value.text : value]));
}

function hostOf({ run: { host } }: Place): { journal: WorkflowRun['host']['journal']; now: () => number } {
  return { journal: host.journal, now: () => host.now() };
}
