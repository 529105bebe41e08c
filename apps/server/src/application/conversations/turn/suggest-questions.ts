import type { BotDefinition } from '@buckle/contract';
import { callModel, type CallOptions, type ResolvedModel, type ModelResult } from '#application/models/index.ts';


/** How many questions are suggested at most. */
export const SUGGESTIONS = 3;
const LONGEST = 200;
const TEXT_SHOWN = 4_000;

/** Questions with which the user may go on, and the reply of the model that they come from. */
export interface Suggestions {
  readonly questions: readonly string[];
  readonly reply: ModelResult;
}

/** Asks the model for questions with which the user may go on. */
export async function suggestQuestions(
  bot: BotDefinition,
  question: string,
  answer: string,
  model: ResolvedModel,
  options: CallOptions,
): Promise<Suggestions> {
  const own = bot.suggestions.reply_mode === 'customized' ? `\n${bot.suggestions.customized_prompt}` : '';
  const instructions =
    `Suggest ${SUGGESTIONS} short questions that the user may want to ask next, in the language of the user, ` +
    `one a line, without numbers or anything else.${own}`;
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  const reply = await callModel(
    model,
    {
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: `The user asked:\n${question.slice(0, TEXT_SHOWN)}\n\nThe answer was:\n${answer.slice(0, TEXT_SHOWN)}` },
      ],
      maxTokens: 1_000,
    },
    { ...options, partial },
  );
  const questions = reply.text
    .split('\n')
    .map((line) => line.replace(/^[\s\-*•\d.、)）]+/u, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.slice(0, LONGEST));
  return { questions: questions.slice(0, SUGGESTIONS), reply };
}
