import type { TraceStep } from '@buckle/contract';
import type { FlowNote, FlowPlace, FlowResult } from '#application/conversations/index.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import { pause } from '#kernel/pause.ts';
import type { WorkflowsContext } from '../context.ts';
import { codes, RunFailed } from '../engine/errors.ts';
import { IndexedJournal, type RunEntry, usedBy } from '../engine/journal.ts';
import { TIME_IS_UP } from '../engine/nodes/waiting.ts';
import type { MessageWriter, ModelUse } from '../engine/node-runner.ts';
import { filesNamedBy, type Plan } from '../engine/plan.ts';
import { type OpenWait, startInputs, WorkflowRun } from '../engine/run.ts';
import type { Values } from '../engine/values.ts';
import { toolOutput } from '../nodes/workflow-tools.ts';
import { ROOT } from '../plans.ts';
import { checkAnswer } from '../runs/check-answer.ts';
import { checkSpent } from '../runs/check-spent.ts';
import { RUN_FAILED } from '../runs/errors.ts';
import type { RunValues } from '../runs/large-values.ts';
import { openWaits } from '../runs/open-waits.ts';
import type { RunContext } from '../runs/run-kind.ts';
import { RunVariables } from '../runs/run-variables.ts';
import { systemVariable } from '../runs/system-variable.ts';
import { keptOutput } from '../runs/whole-output.ts';
import { workflowVersionId } from '../workflow-documents.ts';
import { givenAnswer, questionOf } from './ask-in-words.ts';
import { type Beginning, beginningOf, type End, entriesOf } from './flow-entries.ts';

/** For how long a turn waits in which only time has to pass, in milliseconds. */
const LONGEST_WAIT = 10 * 60_000;

/** What runs in turns are done with. */
export type TurnRunContext = Pick<RunContext, 'plans' | 'clock' | 'logger' | 'variables' | 'limits' | 'runLimits' | 'models' | 'large'> & Pick<WorkflowsContext, 'workflows'>;

/** A workflow that was begun in this chat or an earlier one. */
interface Begun {
  readonly runId: string;
  readonly plan: Plan;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly inputs: Values;
  readonly owner: FlowOwner;
  readonly globals: RunVariables;
  /** Its large values, which lie in files rather than in the journal of the turn. */
  readonly values: RunValues;
  /** What its nodes did before. */
  readonly known: readonly RunEntry[];
}

/** What a workflow in a turn is begun with. */
export interface FlowStart {
  readonly workflowId: string;
  readonly version: string;
  readonly inputs: Values;
}

/**
 * Runs a workflow inside a turn, or goes on with it: what it did stands in the turn's journal. Throws
 * `BadRequest` where it fails, or waits for what no chat can give.
 */
export async function runInTurn(context: TurnRunContext, start: FlowStart, place: FlowPlace): Promise<FlowResult> {
  const beginning = beginningOf([...place.earlier, ...place.notes]) ?? (await begin(context, start, place));
  const plans = await context.plans.of(beginning.pins);
  const plan = plans.get(ROOT);
  if (plan === undefined) throw new Error('The workflow has no plan.');
  const { workflowId, runId, inputs } = beginning;
  const owner: FlowOwner = { ...place.turn, workflowId };
  const globals = await RunVariables.load(context.variables, owner, plans.values());
  const values = context.large.of(owner.workspaceId, runId);
  const known = await values.restore(entriesOf([...place.earlier, ...place.notes]));
  return new TurnRun(context, place, { runId, plan, plans, inputs, owner, globals, values, known }).run();
}

async function begin({ plans, workflows, clock }: TurnRunContext, { workflowId, version, inputs }: FlowStart, place: FlowPlace): Promise<Beginning> {
  // A version may be kept compiled after its workflow was deleted.
  if ((await workflows.closed.get(workflowId))?.workspaceId !== place.turn.workspaceId) throw new NotFound('workflow', workflowId);
  const pins = await plans.pin(place.turn.workspaceId, { versionId: workflowVersionId(workflowId, version) });
  const beginning: Beginning = { type: 'begun', runId: place.newId(), workflowId, version, inputs, pins, at: clock.now() };
  place.note({ entry: { ...beginning } });
  return beginning;
}

/** A workflow in one chat. */
class TurnRun {
  readonly #context: TurnRunContext;
  readonly #place: FlowPlace;
  readonly #begun: Begun;
  readonly #journal: IndexedJournal;
  /** The ids of messages by the places of the nodes that say them. */
  readonly #messageIds = new Map<string, string>();
  /** What it has used of models in this chat. */
  readonly #used: ModelUse[];
  /** What it has done so far. */
  readonly #entries: RunEntry[];
  /** What the turn's journal has not been given yet. */
  #pending: { readonly entry: RunEntry; readonly note: Omit<FlowNote, 'entry'> }[] = [];
  #noting: Promise<void> = Promise.resolve();

  constructor(context: TurnRunContext, place: FlowPlace, begun: Begun) {
    this.#context = context;
    this.#place = place;
    this.#begun = begun;
    const { known } = begun;
    this.#entries = [...known];
    this.#used = entriesOf(place.notes).flatMap(usedBy);
    this.#journal = new IndexedJournal(known, (entry) => this.#keep(entry), () => this.#commit(), (error) =>
      context.logger.warn({ run: begun.runId, err: error }, 'what a workflow did could not be stored yet'),
    );
  }

  async run(): Promise<FlowResult> {
    try {
      return await this.#talk();
    } finally {
      await this.#noteAll();
    }
  }

  async #talk(): Promise<FlowResult> {
    const { plan, values } = this.#begun;
    const refusal = await this.#takeReply();
    if (refusal !== undefined) return { state: 'asks', question: refusal };
    for (;;) {
      const outcome = await this.#once();
      if (outcome.state === 'done') {
        await this.#end({ type: 'ended', state: 'completed', ...(await keptOutput(values, outcome.outputs)), isAnswer: plan.isAnswer });
        return { state: 'done', output: toolOutput(plan, outcome.outputs), isAnswer: plan.isAnswer };
      }
      const question = this.#asked();
      if (question !== undefined) return { state: 'asks', question: questionOf(question.wait) };
      await this.#passTime(outcome.waits).catch(async (error: unknown) => {
        if (error instanceof BadRequest) await this.#end({ type: 'ended', state: 'failed', error: { code: codes.limit, message: error.message } });
        throw error;
      });
    }
  }

  /** Gives what the user said to what was asked. Returns what to tell the user where that is of no use. */
  async #takeReply(): Promise<string | undefined> {
    const { reply, earlier, turn } = this.#place;
    if (reply === undefined) return undefined;
    const asked = this.#asked();
    const wasAskedBefore = entriesOf(earlier).some((entry) => entry.type === 'wait' && entry.path === asked?.path && entry.number === asked.number);
    // An answer that a killed run of this chat has noted counts already.
    const isTaken = entriesOf(this.#place.notes).some(({ type }) => type === 'answer');
    if (asked === undefined || !wasAskedBefore || isTaken) return undefined;
    const { path, number, wait } = asked;
    try {
      const answer = checkAnswer(asked, givenAnswer(wait, reply), turn.userId);
      this.#journal.record({ type: 'answer', path, number, answer, at: this.#context.clock.now() });
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      return `${error.message.replace(/^answer: /, '')}\n\n${questionOf(wait)}`;
    }
    await this.#journal.commit();
    return undefined;
  }

  /** The first thing that the user is asked and has not answered. */
  #asked(): OpenWait | undefined {
    return openWaits(this.#entries).find(({ wait: { kind } }) => kind === 'question' || kind === 'input');
  }

  /** Waits for the first of the times that are waited for. */
  async #passTime(waits: readonly OpenWait[]): Promise<void> {
    const times = waits.filter(({ wait }) => wait.kind === 'time');
    const until = Math.min(...times.map(({ wait }) => wait.until ?? Number.POSITIVE_INFINITY));
    const { clock } = this.#context;
    if (until - clock.now() > LONGEST_WAIT) {
      const [first] = waits;
      throw new BadRequest(`"${first?.title ?? ''}" waits for ${first?.wait.kind === 'time' ? 'a time that is too far away' : 'a decision'}, which a chat cannot wait for: run the workflow by itself for that.`);
    }
    await pause(Math.max(0, until - clock.now()), this.#place.signal);
    for (const { path, number, wait } of times) {
      if ((wait.until ?? 0) <= until) this.#journal.record({ type: 'answer', path, number, answer: TIME_IS_UP, at: clock.now() });
    }
  }

  /** Runs until its end, or until everything waits. */
  async #once() {
    const { signal } = this.#place;
    const { runId, plan, plans, inputs, owner, globals } = this.#begun;
    const run = new WorkflowRun({
      journal: this.#journal,
      observer: { message: (path, _node, isAnswer) => this.#writer(path, isAnswer) },
      globals: globals.with((name) => systemVariable(name, runId, owner.userId)),
      facts: {
        runId,
        workspaceId: owner.workspaceId,
        plans,
        owner,
        files: new Set(),
        named: filesNamedBy(plans.values()),
        // What earlier chats used is recorded.
        maySpend: () => checkSpent(this.#context, owner.workspaceId, () => this.#used),
        talk: { history: (rounds) => this.#place.history(rounds) },
      },
      limits: this.#context.runLimits,
      now: () => this.#context.clock.now(),
    });
    const stop = (): void => run.abort(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await run.run(plan, startInputs(plan, inputs, () => undefined));
    } catch (error) {
      signal.throwIfAborted();
      throw await this.#told(error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async #told(error: unknown): Promise<unknown> {
    if (!(error instanceof RunFailed)) return error;
    const { failure: { code, message }, node } = error;
    if (code === codes.internal) this.#context.logger.error({ run: this.#begun.runId, node: node?.path, err: error }, 'a node failed by a defect');
    await this.#end({ type: 'ended', state: 'failed', error: { code, message, ...(node === undefined ? {} : { nodeId: node.id, nodeTitle: node.title }) } });
    return new BadRequest(error.message, { cause: error, code: RUN_FAILED });
  }

  async #end(end: End): Promise<void> {
    await this.#noteAll();
    this.#place.note({ entry: { ...end } });
  }

  async #commit(): Promise<void> {
    await this.#noteAll();
    await this.#place.commit();
  }

  /** Gives what its nodes did to the journal of the turn, in its order, once what is large of it lies in files. */
  #noteAll(): Promise<void> {
    const noting = this.#noting.then(async () => {
      for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
        const { entry, note } = next;
        const [kept = entry] = await this.#begun.values.shrink([entry]);
        this.#pending.shift();
        this.#place.note({ entry: { ...kept }, ...note });
      }
    });
    this.#noting = noting.catch(() => undefined);
    return noting;
  }

  #writer(path: string, isAnswer: boolean): MessageWriter {
    if (!isHeard(path, isAnswer)) return { write: () => undefined, end: () => undefined };
    return { write: (text) => this.#place.delta(this.#messageId(path), text), end: () => undefined };
  }

  #messageId(path: string): string {
    const id = this.#messageIds.get(path) ?? this.#place.newId();
    this.#messageIds.set(path, id);
    return id;
  }

  #keep(entry: RunEntry): void {
    this.#entries.push(entry);
    const message = entry.type === 'node' && isHeard(entry.path, entry.kind === 'end') ? entry.message : undefined;
    this.#used.push(...usedBy(entry));
    const steps = usedBy(entry).map((use): TraceStep => ({
      type: 'model',
      name: entry.type === 'node' ? entry.title : '',
      model_id: use.modelId,
      started_at: use.startedAt,
      ended_at: use.endedAt,
      input_tokens: use.inputTokens,
      output_tokens: use.outputTokens,
      input_message_ids: [],
      output_message_ids: [],
    }));
    const said = message ? { said: { id: this.#messageId(entry.path), content: message } } : {};
    this.#pending.push({ entry, note: { ...said, ...(steps.length > 0 ? { steps } : {}) } });
  }
}

/** What a workflow answers that is called inside goes to its caller, not to the user. */
function isHeard(path: string, isAnswer: boolean): boolean {
  return !(isAnswer && path.includes('/'));
}
