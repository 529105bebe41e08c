import type { ChatRequest } from '#services/models/port.ts';
import { askBriefly } from './ask-briefly.ts';
import type { CallOptions, ModelResult } from './call-model.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** So many of the last messages are shown to the model, and so many characters of each. */
const MESSAGES = 6;
const TEXT_SHOWN = 1_000;
/** What is longer is no question, in characters. */
const LONGEST = 1_000;

/** What a question is rewritten by, for instructions to a model. */
export const REWRITING =
  'Rewrite the last question of the user so that it can be understood without the conversation: put in what words like "it", "there" or "the second one" stand for. ' +
  'Keep its language and its meaning, answer nothing, and add nothing that was not said. A question that can be understood already stays as it is.';

/** What came of asking for a question: neither where the model failed. */
interface AskedQuestion {
  /** The question in other words; absent where the reply is none. */
  readonly rewritten?: string;
  readonly reply?: ModelResult;
  /** Why there is no reply. */
  readonly problem?: string;
}

/** Asks a model for the question that a user means, who talks of what was said before. Throws as `askBriefly` does. */
export async function askForQuestion(model: ResolvedModel, question: string, said: readonly Said[], options: CallOptions): Promise<AskedQuestion> {
  const { reply, problem } = await askBriefly(model, requestFor(question, said), options);
  if (reply === undefined) return { problem };
  const rewritten = questionIn(reply.text);
  return { reply, ...(rewritten === undefined ? {} : { rewritten }) };
}

/** A message of a conversation. */
export interface Said {
  readonly role: string;
  readonly content: string;
}

function requestFor(question: string, said: readonly Said[]): ChatRequest {
  return {
    messages: [{ role: 'system', content: `${REWRITING} Reply with the question alone.` }, { role: 'user', content: questionInConversation(question, said) }],
    temperature: 0,
    maxTokens: 1_000,
  };
}

/** A question below what was said before it. */
export function questionInConversation(question: string, said: readonly Said[]): string {
  const before = said.slice(-MESSAGES).map(({ role, content }) => `${role}: ${content.slice(0, TEXT_SHOWN)}`);
  return `What was said before:\n${before.join('\n')}\n\nThe last question:\n${question}`;
}

/** The question that a reply holds; `undefined` where it is none. */
export function questionIn(reply: string): string | undefined {
  const text = reply.trim();
  return text !== '' && text.length <= LONGEST ? text : undefined;
}
