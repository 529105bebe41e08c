import type { BotDefinition, ToolCall, TraceStep } from '@buckle/contract';
import { USUAL_CONTEXT_ROUNDS } from '#application/bots/index.ts';
import { BadRequest, BuckleError } from '#kernel/errors.ts';
import type { ChatRequest, ModelMessage } from '#services/models/port.ts';
import { type JournalEntry, type Outcome, WorkCanceled, type WorkContext } from '#services/work/index.ts';
import type { ConversationsContext } from '../context.ts';
import { beginningOf } from '../suspended-turns.ts';
import { callModel, type CallOptions, type PartialReply, type ResolvedModel, type ModelResult } from '#application/models/index.ts';
import { flowPlace } from './flow-place.ts';
import type { Chatflow, FlowPlace } from './flow-port.ts';
import { type HistoryMessage, readHistory } from './history.ts';
import { modelMessages } from './model-messages.ts';
import { clientToolsOf, requestOf } from './model-request.ts';
import { type Pause, suspend, waitForOutputs } from './pause-turn.ts';
import { type PromptVariables, promptVariables, renderPrompt, systemMessage } from './prompt.ts';
import { recallKnowledge } from './recall-knowledge.ts';
import { areGiven, modelPath } from './recorded-messages.ts';
import { prepareSearch } from './prepare-search.ts';
import { runTools } from './run-tools.ts';
import { suggestQuestions } from './suggest-questions.ts';
import { takeSuspended } from './take-suspended.ts';
import type { ServerTool } from './tool-port.ts';
import { callContent, checkCalls, hasRoomForRound, TOOL_ROUNDS } from './tool-round.ts';
import { modelTraceStep, traceStep } from './trace-steps.ts';
import { repairWrites } from './turn-documents.ts';
import { ASKS, TurnProgress } from './turn-progress.ts';
import { questionOf, type Suspended, type TurnInput, type TurnResult } from './turn-types.ts';
import { understandIntent } from './understand-intent.ts';

/** The share of a model's context that the history may fill. */
const HISTORY_SHARE = 0.5;

/** A turn of a bot: understands, calls the model and its tools, answers. Goes on where a killed one stopped. */
export async function runTurn(context: ConversationsContext, work: WorkContext<TurnInput>): Promise<Outcome<TurnResult>> {
  if (work.resumed) await context.documents.inOrder(repairWrites(context, work));
  const earlier = await takeSuspended(context, work);
  const progress = new TurnProgress(context, work, earlier);
  const partial: PartialReply = { text: '', reasoning: '', firstTokenAt: undefined };
  try {
    const pause = await new Turn(context, work, progress, partial, earlier).answer();
    if (pause && 'calls' in pause) return waitForOutputs(context, work, pause);
    if (pause) return await suspend(context, work, progress, pause);
    await progress.rest();
    return { state: 'completed', result: progress.result() };
  } catch (error) {
    await progress.rest();
    if (work.signal.aborted && !(work.signal.reason instanceof WorkCanceled)) throw error;
    // What the user has read of an answer stays in the conversation.
    if (partial.text !== '') progress.produce('answer', partial.text, { reasoning: partial.reasoning });
    if (work.signal.aborted) return { state: 'canceled', result: progress.result() };
    if (!(error instanceof BuckleError)) throw error;
    return { state: 'failed', reason: error.message, result: progress.result({ errorCode: error.code }) };
  }
}

/** One run of a turn. */
class Turn {
  readonly #context: ConversationsContext;
  readonly #work: WorkContext<TurnInput>;
  readonly #progress: TurnProgress;
  readonly #partial: PartialReply;
  /** The journal of the chats that this one goes on with. */
  readonly #earlier: readonly JournalEntry[];
  /** What the turn began with: in this chat, or in the first of those before. */
  readonly #beginning: TurnInput;

  constructor(context: ConversationsContext, work: WorkContext<TurnInput>, progress: TurnProgress, partial: PartialReply, earlier: readonly JournalEntry[]) {
    this.#context = context;
    this.#work = work;
    this.#progress = progress;
    this.#partial = partial;
    this.#earlier = earlier;
    this.#beginning = beginningOf(earlier) ?? work.input;
  }

  /** Answers, or returns what has to come first. */
  async answer(): Promise<Pause | undefined> {
    const { bots, models, variables, messages, files, extensions } = this.#context;
    const input = this.#beginning;
    if (input.chatflow) return this.#answerByChatflow(input.chatflow);
    const bot = input.draft ?? (await bots.online.version(input.botVersionId)).definition;
    if (bot.chatflow) return this.#answerByChatflow(bot.chatflow);
    const model = await models.resolve(input.botWorkspaceId, bot.model.model_id);
    const user = { workspaceId: input.botWorkspaceId, botId: input.botId, userId: input.userId };
    const values = promptVariables(bot, await variables.store.list(user), input.customVariables);
    const place = { conversationId: input.conversationId, sectionId: input.sectionId, before: this.#before };
    const limits = { rounds: bot.model.context_round ?? USUAL_CONTEXT_ROUNDS, tokens: model.contextTokens * HISTORY_SHARE };
    const history = input.newConversation ? [] : await readHistory(messages, place, limits);
    const spoken = await modelMessages(files, model, [...history, ...input.questions]);
    const prompt = await this.#promptFor(bot, model, history, values);
    if (prompt === undefined) return undefined;

    const prepare = (question: string) => prepareSearch(this.#progress, extensions.knowledge, { bot, workspaceId: input.botWorkspaceId, model, question, history, asked: this.#questionIds() }, (type) => this.#callOptions(type));
    const recalled = await recallKnowledge(this.#context, this.#progress, bot, this.#beginning, prepare);
    if (recalled?.text === '' && bot.knowledge?.nothing_found_reply) {
      this.#progress.produce('answer', renderPrompt(bot.knowledge.nothing_found_reply, values));
      return undefined;
    }

    const serverTools = (await Promise.all(extensions.tools.map((source) => source.toolsOf(bot, user)))).flat();
    const system = [systemMessage(prompt, bot, values), recalled?.text ?? ''].filter((text) => text !== '').join('\n\n');
    const shown: ModelMessage[] = [
      ...(system === '' ? [] : [{ role: 'system', content: system } as const]),
      ...spoken,
    ];
    const pause = await this.#rounds(bot, model, shown, serverTools);
    if (pause) return pause;
    if (bot.suggestions.reply_mode !== 'disable' && !model.offline) await this.#suggest(bot, model);
    return undefined;
  }

  /** Lets a chatflow answer. What it says are the messages of the turn. */
  async #answerByChatflow(chatflow: Chatflow): Promise<Suspended | undefined> {
    const { flows } = this.#context.extensions;
    if (flows === undefined) throw new Error('Nothing here runs chatflows.');
    const { parameters = {} } = this.#beginning;
    const userInput = this.#question();
    const path = 'flow';
    const result = await flows.answer(chatflow, { userInput, parameters }, this.#place(path));
    if (result.state === 'done') {
      // Who returns values and has said nothing answers with these.
      if (!result.isAnswer && this.#progress.lastAnswer === '') this.#progress.produce('answer', result.output);
      return undefined;
    }
    const call: ToolCall = { id: this.#work.id, type: 'reply_message', function: { name: 'chatflow', arguments: '{}' } };
    return { path, call, question: result.question };
  }

  #place(path: string): FlowPlace {
    const asked = this.#earlier.findLast(({ type }) => type === ASKS)?.path;
    const reply = asked === path ? questionOf(this.#work.input) : undefined;
    return flowPlace(this.#context, this.#work, this.#progress, { path, earlier: this.#earlier, reply, before: this.#before });
  }

  /** The place of the turn's first question in its conversation. */
  get #before(): string {
    return this.#beginning.questions[0]?.sequence ?? this.#work.id;
  }

  /** The prompt that the question's intent calls for; undefined where the intent's reply is the answer. */
  async #promptFor(
    bot: BotDefinition,
    model: ResolvedModel,
    history: readonly HistoryMessage[],
    values: PromptVariables,
  ): Promise<string | undefined> {
    const { intents, prompt } = bot;
    const question = this.#question();
    if (intents.length === 0 || question === '') return prompt;
    const record = this.#progress.recorded<string | null>('intent') ?? (await this.#decide(bot, model, question, history));
    this.#progress.finished('intent', record);
    const intent = intents.find(({ name }) => name === record.result);
    if (intent?.reply === undefined) return intent?.prompt ?? prompt;
    this.#progress.produce('answer', renderPrompt(intent.reply, values));
    return undefined;
  }

  async #decide(bot: BotDefinition, model: ResolvedModel, question: string, history: readonly HistoryMessage[]) {
    const { clock } = this.#context;
    const startedAt = clock.now();
    const decision = await understandIntent(bot.intents, question, history, model, this.#callOptions('intent'));
    const more = { detail: decision.detail, input_message_ids: this.#questionIds() };
    const step = decision.reply
      ? modelTraceStep('intent', decision.name ?? '', decision.reply, more)
      : traceStep('intent', decision.name ?? '', startedAt, clock.now(), more);
    return { result: decision.name ?? null, step };
  }

  /** Calls the model, and the tools that it asks for, until it answers. */
  async #rounds(
    bot: BotDefinition,
    model: ResolvedModel,
    messages: ModelMessage[],
    serverTools: readonly ServerTool[],
  ): Promise<Pause | undefined> {
    const input = this.#beginning;
    const clientTools = input.withoutClientTools ? [] : clientToolsOf(bot.tools, input.tools, serverTools);
    const tools = [...serverTools.map(({ definition }) => definition), ...clientTools];
    const parts = { context: this.#context, work: this.#work, progress: this.#progress, tools: serverTools, earlier: this.#earlier, placeOf: (path: string) => this.#place(path) };
    const inputIds = this.#questionIds();
    for (let round = 0; ; round++) {
      const isLast = round === TOOL_ROUNDS || !hasRoomForRound(this.#progress);
      const request = requestOf(bot, messages, tools, isLast);
      const told = this.#wasCalled(round);
      const reply = await this.#callModel(model, request, round, inputIds);
      const { text, reasoning, calls } = reply;
      const isEarlier = this.#progress.isEarlier(modelPath(round));
      if (calls.length === 0) {
        this.#progress.produce('answer', text, { reasoning, told });
        return undefined;
      }
      if (text !== '' && !isEarlier) this.#progress.produce('answer', text, { reasoning, told });
      if (isLast) throw new BadRequest(`The model called tools in ${round} replies and still did not answer.`);
      checkCalls(reply);
      if (!isEarlier) for (const call of calls) this.#progress.produce('function_call', callContent(call), { told });
      await this.#progress.commit();
      const ran = await runTools(parts, calls);
      if (!('outputs' in ran)) return ran;
      const { outputs, isAnswer } = ran;
      messages.push({ role: 'assistant', content: text, toolCalls: calls, ...(reasoning ? { reasoning } : {}) });
      for (const call of calls) {
        const content = outputs.get(call.id) ?? '';
        messages.push({ role: 'tool', toolCallId: call.id, content });
        if (areGiven(calls, this.#earlier)) continue;
        inputIds.push(this.#progress.produce('tool_response', content, { told: this.#wasCalled(round + 1) }).id);
      }
      // The journal has the outputs already: the client is told of them before the model says more.
      await this.#progress.commit();
      if (isAnswer) return undefined;
    }
  }

  async #callModel(model: ResolvedModel, request: ChatRequest, round: number, inputIds: readonly string[]): Promise<ModelResult> {
    const path = modelPath(round);
    const answerId = this.#progress.nextId;
    const record = this.#progress.recorded<ModelResult>(path) ?? {
      result: await this.#stream(model, request, round, answerId, inputIds),
    };
    const { result } = record;
    this.#progress.firstTokenAt ??= result.firstTokenAt;
    const step = modelTraceStep('model', result.modelName, result, {
      input_message_ids: [...inputIds],
      output_message_ids: [answerId],
      finish_reason: result.finishReason,
    });
    this.#progress.finished(path, { result, step });
    return result;
  }

  /** Whether an earlier run has finished this call of the model. */
  #wasCalled(round: number): boolean {
    return this.#progress.recorded(modelPath(round)) !== undefined;
  }

  async #stream(model: ResolvedModel, request: ChatRequest, round: number, answerId: string, inputIds: readonly string[]): Promise<ModelResult> {
    const { clock, liveTurns } = this.#context;
    const live = liveTurns.get(this.#work.id);
    const onPiece = live && ((text: string, reasoning: string) => live.delta(answerId, clock.now(), text, reasoning));
    const options = this.#callOptions('model', { input_message_ids: [...inputIds] });
    const result = await callModel(model, request, { ...options, partial: this.#partial, onPiece });
    Object.assign(this.#partial, { text: '', reasoning: '', firstTokenAt: undefined });
    // Some vendors number their calls anew in every reply; ours name the round too.
    const calls = result.calls.map((call, index) => ({ ...call, id: `call_${this.#work.id}_${round}_${index}` }));
    return { ...result, calls };
  }

  /** What a call of a model is given; one that brings no whole reply is noted as a step, since it is paid all the same. */
  #callOptions(type: TraceStep['type'], more: Pick<Partial<TraceStep>, 'input_message_ids'> = {}): CallOptions {
    const { signal } = this.#work;
    const onCutOff = (reply: ModelResult, error: unknown): void => {
      if (type === 'model') this.#progress.firstTokenAt ??= reply.firstTokenAt;
      const detail = signal.aborted ? 'The call was canceled.' : reasonOf(error);
      this.#progress.traced(modelTraceStep(type, type === 'intent' ? '' : reply.modelName, reply, { ...more, detail }));
    };
    return { signal, clock: this.#context.clock, onCutOff, onCalled: this.#context.onModelCalled };
  }

  async #suggest(bot: BotDefinition, model: ResolvedModel): Promise<void> {
    const { clock, logger } = this.#context;
    const answer = this.#progress.lastAnswer;
    await this.#progress.commit();
    this.#context.liveTurns.get(this.#work.id)?.answerFinished(clock.now());
    const recorded = this.#progress.recorded<readonly string[]>('suggestions');
    try {
      const record = recorded ?? (await this.#askForSuggestions(bot, model, answer));
      this.#progress.finished('suggestions', record);
      for (const question of record.result) this.#progress.produce('follow_up', question);
    } catch (error) {
      this.#work.signal.throwIfAborted();
      // The answer is there: that nothing could be suggested is no failure of the turn.
      logger.warn({ work: this.#work.id, err: error }, 'no questions could be suggested');
    }
  }

  async #askForSuggestions(bot: BotDefinition, model: ResolvedModel, answer: string) {
    const { questions, reply } = await suggestQuestions(bot, this.#question(), answer, model, this.#callOptions('suggestions'));
    const step = modelTraceStep('suggestions', reply.modelName, reply);
    return { result: questions, step };
  }

  /** The text of the last question. */
  #question(): string {
    return questionOf(this.#beginning);
  }

  #questionIds(): string[] {
    return this.#beginning.questions.map(({ id }) => id);
  }
}

/** What a trace says of an error. */
function reasonOf(error: unknown): string {
  return error instanceof BuckleError ? error.message : 'An internal error; see the log.';
}
