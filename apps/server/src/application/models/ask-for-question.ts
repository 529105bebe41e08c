import { BuckleError } from '#kernel/errors.ts';
import { ModelError } from '#services/models/index.ts';
import type { ChatRequest } from '#services/models/port.ts';
import { callModel, type CallOptions, type ModelResult } from './call-model.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** So many of the last messages are shown to the model, and so many characters of each. */
const MESSAGES = 6;
const TEXT_SHOWN = 1_000;
/** What is longer is no question, in characters. */
const LONGEST = 1_000;

/** How long the rewriting of a question is waited for, in milliseconds: without it the question is looked for as it is. */
const TIME = 10_000;

const INSTRUCTIONS =
  'Rewrite the last question of the user so that it can be understood without the conversation: put in what words like "it", "there" or "the second one" stand for. ' +
  'Keep its language and its meaning, answer nothing, and add nothing that was not said. A question that can be understood already stays as it is. Reply with the question alone.';

/** What came of asking for a question: neither where the model failed. */
interface AskedQuestion {
  /** The question in other words; absent where the reply is none. */
  readonly rewritten?: string;
  readonly reply?: ModelResult;
  /** Why there is no reply. */
  readonly problem?: string;
}

/** Asks a model for the question that a user means, who talks of what was said before. Throws only what neither the model nor its vendor has to answer for, and the signal's reason. */
export async function askForQuestion(model: ResolvedModel, question: string, said: readonly Said[], options: CallOptions): Promise<AskedQuestion> {
  const { signal } = options;
  const time = AbortSignal.timeout(TIME);
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  try {
    const reply = await callModel(model, requestFor(question, said), { ...options, signal: AbortSignal.any([signal, time]), partial });
    const rewritten = questionIn(reply.text);
    return { reply, ...(rewritten === undefined ? {} : { rewritten }) };
  } catch (error) {
    if (signal.aborted) throw error;
    if (time.aborted) return { problem: `the model took longer than ${TIME / 1_000} seconds` };
    if (error instanceof ModelError || error instanceof BuckleError) return { problem: error.message };
    throw error;
  }
}

interface Said {
  readonly role: string;
  readonly content: string;
}

function requestFor(question: string, said: readonly Said[]): ChatRequest {
  const before = said.slice(-MESSAGES).map(({ role, content }) => `${role}: ${content.slice(0, TEXT_SHOWN)}`);
  return {
    messages: [{ role: 'system', content: INSTRUCTIONS }, { role: 'user', content: `What was said before:\n${before.join('\n')}\n\nThe last question:\n${question}` }],
    temperature: 0,
    maxTokens: 1_000,
  };
}

/** The question that a reply holds; `undefined` where it is none. */
function questionIn(reply: string): string | undefined {
  const text = reply.trim();
  return text !== '' && text.length <= LONGEST ? text : undefined;
}
