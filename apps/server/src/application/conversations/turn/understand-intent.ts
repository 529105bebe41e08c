import type { BotIntent } from '@buckle/contract';
import type { HistoryMessage } from './history.ts';
import { callModel, type CallOptions, type ResolvedModel, type ModelResult } from '#application/models/index.ts';


/** What was understood: an intent's name, or none; how it was decided; and the model's reply, if it was asked. */
export interface IntentDecision {
  readonly name: string | undefined;
  readonly detail: string;
  readonly reply?: ModelResult;
}

const EARLIER_MESSAGES = 4;
/** A share of common terms from which an example counts as said. */
const LIKE_AN_EXAMPLE = 0.6;

/**
 * Understands which of a bot's intents a question has. What reads like one of the examples is
 * decided by them alone; otherwise the model chooses, unless it is the offline one.
 */
export async function understandIntent(
  intents: readonly BotIntent[],
  question: string,
  earlier: readonly HistoryMessage[],
  model: ResolvedModel,
  options: CallOptions,
): Promise<IntentDecision> {
  const nearest = nearestExample(intents, question);
  if (nearest && nearest.likeness >= LIKE_AN_EXAMPLE) {
    return { name: nearest.name, detail: `The question is like the example ${JSON.stringify(nearest.example)}.` };
  }
  if (model.offline) return { name: undefined, detail: 'No example of an intent is like the question.' };
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  const reply = await callModel(
    model,
    { messages: [{ role: 'system', content: instructions(intents, earlier) }, { role: 'user', content: question }], temperature: 0, maxTokens: 1_000 },
    { ...options, partial },
  );
  const chosen = /\d+/.exec(reply.text)?.[0];
  const intent = chosen === undefined ? undefined : intents[Number(chosen) - 1];
  const detail = intent ? `The model chose ${JSON.stringify(intent.name)}.` : 'The model found that no intent fits.';
  return { name: intent?.name, detail, reply };
}

function instructions(intents: readonly BotIntent[], earlier: readonly HistoryMessage[]): string {
  const list = intents.map((intent, index) => {
    const examples = intent.examples.length > 0 ? ` Examples: ${intent.examples.slice(0, 5).join(' / ')}` : '';
    return `${index + 1}. ${intent.name}: ${intent.description}${examples}`;
  });
  const before = earlier.slice(-EARLIER_MESSAGES).map((message) => `${message.role}: ${message.content}`);
  return [
    'Decide which intent the user has. Answer with its number alone, or with 0 if none of them fits.',
    ...list,
    ...(before.length > 0 ? ['What was said before:', ...before] : []),
  ].join('\n');
}

function nearestExample(intents: readonly BotIntent[], question: string) {
  const asked = terms(question);
  let nearest: { name: string; example: string; likeness: number } | undefined;
  for (const { name, examples } of intents) {
    for (const example of [name, ...examples]) {
      const likeness = overlap(asked, terms(example));
      if (!nearest || likeness > nearest.likeness) nearest = { name, example, likeness };
    }
  }
  return nearest;
}

/** Words of languages with spaces, pairs of characters of those without. */
function terms(text: string): Set<string> {
  const found = new Set<string>();
  for (const [run] of text.toLowerCase().matchAll(/\p{Script=Han}+|[\p{L}\p{N}]+/gu)) {
    if (!/^\p{Script=Han}/u.test(run) || run.length === 1) found.add(run);
    else for (let at = 0; at + 1 < run.length; at++) found.add(run.slice(at, at + 2));
  }
  return found;
}

/** The Jaccard index: the share of all terms that both have. */
function overlap(a: Set<string>, b: Set<string>): number {
  const common = a.intersection(b).size;
  return common === 0 ? 0 : common / (a.size + b.size - common);
}
