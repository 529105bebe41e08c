import type { BotDefinition } from '@buckle/contract';
import { askForQuestion, type CallOptions, type ResolvedModel } from '#application/models/index.ts';
import { textOf } from '../message-content.ts';
import type { HistoryMessage } from './history.ts';
import { modelTraceStep, traceStep } from './trace-steps.ts';
import type { TurnProgress } from './turn-progress.ts';

/** A question of a turn, with what was said before it. */
interface Asked {
  readonly bot: BotDefinition;
  readonly model: ResolvedModel;
  readonly question: string;
  readonly history: readonly HistoryMessage[];
  /** The ids of the messages that ask it. */
  readonly asked: readonly string[];
}

/** A question as the bot's knowledge is searched for it: where the bot wants that, made understandable without what was said before; asked of the model once, also over a kill. */
export async function rewriteQuestion(progress: TurnProgress, asked: Asked, options: CallOptions): Promise<string> {
  const { bot, model, question, history } = asked;
  if (!bot.knowledge?.rewrite || history.length === 0 || model.offline) return question;
  const path = 'rewrite';
  const record = progress.recorded<string>(path) ?? (await rewrite(asked, options));
  progress.finished(path, record);
  return record.result;
}

async function rewrite({ model, question, history, asked }: Asked, options: CallOptions) {
  const startedAt = options.clock.now();
  const said = history.map(({ role, contentType, content }) => ({ role, content: textOf(contentType, content) }));
  const { rewritten, reply, problem } = await askForQuestion(model, question, said, options);
  const more = { input_message_ids: [...asked] };
  const step = reply
    ? modelTraceStep('rewrite', reply.modelName, reply, { ...more, detail: rewritten ?? `The model gave no question, so it was looked for as it is: ${question}` })
    : traceStep('rewrite', model.name, startedAt, options.clock.now(), { ...more, detail: `The question could not be rewritten, so it was looked for as it is: ${problem}` });
  return { result: rewritten ?? question, step };
}
