import type { ChatRequest } from '#services/models/port.ts';

/** So many of the last messages are shown to the model, and so many characters of each. */
const MESSAGES = 6;
const TEXT_SHOWN = 1_000;
/** What is longer is no question, in characters. */
const LONGEST = 1_000;

/** How long the rewriting of a question is waited for, in milliseconds: without it the question is looked for as it is. */
export const REWRITING_TIME = 10_000;

const INSTRUCTIONS =
  'Rewrite the last question of the user so that it can be understood without the conversation: put in what words like "it", "there" or "the second one" stand for. ' +
  'Keep its language and its meaning, answer nothing, and add nothing that was not said. A question that can be understood already stays as it is. Reply with the question alone.';

/** What a model is asked that makes a question of its own of one that speaks of what was said before. */
export function rewriteRequest(question: string, said: readonly { readonly role: string; readonly content: string }[]): ChatRequest {
  const before = said.slice(-MESSAGES).map(({ role, content }) => `${role}: ${content.slice(0, TEXT_SHOWN)}`);
  return {
    messages: [{ role: 'system', content: INSTRUCTIONS }, { role: 'user', content: `What was said before:\n${before.join('\n')}\n\nThe last question:\n${question}` }],
    temperature: 0,
    maxTokens: 1_000,
  };
}

/** The question that a reply to `rewriteRequest` holds; `undefined` where it is none. */
export function questionIn(reply: string): string | undefined {
  const text = reply.trim();
  return text !== '' && text.length <= LONGEST ? text : undefined;
}
