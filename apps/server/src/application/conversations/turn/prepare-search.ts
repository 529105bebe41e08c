import type { BotDefinition, SearchField } from '@buckle/contract';
import { askForQuestion, askForSearch, type CallOptions, conditionInWords, type DerivedCondition, leftOutInWords, type ResolvedModel } from '#application/models/index.ts';
import { textOf } from '../message-content.ts';
import type { HistoryMessage } from './history.ts';
import type { TurnKnowledge } from './knowledge-port.ts';
import { modelTraceStep, traceStep } from './trace-steps.ts';
import type { TurnProgress } from './turn-progress.ts';

/** A question of a turn, with what was said before it. */
interface Asked {
  readonly bot: BotDefinition;
  /** The bot's. */
  readonly workspaceId: string;
  readonly model: ResolvedModel;
  readonly question: string;
  readonly history: readonly HistoryMessage[];
  /** The ids of the messages that ask it. */
  readonly asked: readonly string[];
}

/** How what is asked of the model stands in the trace. */
type SearchStep = 'rewrite' | 'filter';

/** What a bot's knowledge is searched for. It survives JSON. */
export interface PreparedSearch {
  readonly question: string;
  readonly derived: readonly DerivedCondition[];
}

/**
 * Makes of a question what the bot's knowledge is searched for, as the bot wants it: made understandable without what was said before, and
 * with the conditions that it asks for; both asked of the model once, also over a kill.
 */
export async function prepareSearch(progress: TurnProgress, knowledge: TurnKnowledge | undefined, asked: Asked, optionsFor: (type: SearchStep) => CallOptions): Promise<PreparedSearch> {
  const { bot, workspaceId, model, question, history } = asked;
  const isRewritten = bot.knowledge?.rewrite === true && history.length > 0 && !model.offline;
  const filtered = bot.knowledge?.derive_filter === true ? bot.knowledge : undefined;
  if (!isRewritten && !filtered) return { question, derived: [] };
  const path = 'search';
  const fields = async () => (filtered ? ((await knowledge?.fieldsOf(workspaceId, filtered)) ?? []) : undefined);
  const record = progress.recorded<PreparedSearch>(path) ?? (await prepare(asked, isRewritten, await fields(), optionsFor(isRewritten ? 'rewrite' : 'filter')));
  progress.finished(path, record);
  return record.result;
}

/** `fields` are absent where no conditions are wanted. */
async function prepare(asked: Asked, isRewritten: boolean, fields: readonly SearchField[] | undefined, options: CallOptions) {
  const { model, question, history } = asked;
  const said = history.map(({ role, contentType, content }) => ({ role, content: textOf(contentType, content) }));
  const isFiltered = fields !== undefined && fields.length > 0 && !model.offline;
  const unfiltered = fields === undefined || isFiltered ? [] : [model.offline ? 'No conditions were made of the question: the offline model makes none.' : 'No conditions were made of the question: what is searched has no fields.'];
  const startedAt = options.clock.now();
  const more = { input_message_ids: [...asked.asked] };
  const type: SearchStep = isRewritten ? 'rewrite' : 'filter';
  if (!isRewritten && !isFiltered) return { result: { question, derived: [] }, step: traceStep(type, '', startedAt, startedAt, { ...more, detail: unfiltered.join('\n') }) };

  const { rewritten, derived, leftOut, reply, problem } = isFiltered
    ? await askForSearch(model, { question, said: isRewritten ? said : undefined, fields }, options)
    : { derived: [], leftOut: 0, ...(await askForQuestion(model, question, said, options)) };
  const lines = [
    ...(isRewritten ? [rewritten ?? (problem === undefined ? `The model gave no question, so it was looked for as it is: ${question}` : `The question could not be rewritten, so it was looked for as it is: ${problem}`)] : []),
    ...(isFiltered ? (problem === undefined ? derived.map(inWords) : [`No conditions were made of the question: ${problem}`]) : []),
    ...(isFiltered && problem === undefined && derived.length === 0 && leftOut === 0 ? ['The question asks for no conditions.'] : []),
    ...(leftOut === 0 ? [] : [leftOutInWords(leftOut)]),
    ...unfiltered,
  ];
  const detail = lines.join('\n');
  const step = reply ? modelTraceStep(type, reply.modelName, reply, { ...more, detail }) : traceStep(type, model.name, startedAt, options.clock.now(), { ...more, detail });
  return { result: { question: rewritten ?? question, derived }, step };
}

function inWords({ condition, reason }: DerivedCondition): string {
  return `Only where ${conditionInWords(condition)}${reason === '' ? '' : ` (${reason})`}`;
}
