import type { BotDefinition } from '@buckle/contract';
import type { ConversationsContext } from '../context.ts';
import type { Recalled } from './knowledge-port.ts';
import type { PreparedSearch } from './prepare-search.ts';
import { traceStep } from './trace-steps.ts';
import type { TurnProgress } from './turn-progress.ts';
import { questionOf, type TurnInput } from './turn-types.ts';

/** What a bot's knowledge has of the question that a turn began with, where it is searched for each; looked up once, also over a kill. `prepare` makes what is looked for of the question. */
export async function recallKnowledge(
  { extensions, clock }: Pick<ConversationsContext, 'extensions' | 'clock'>,
  progress: TurnProgress,
  { knowledge }: BotDefinition,
  beginning: TurnInput,
  prepare: (question: string) => Promise<PreparedSearch>,
): Promise<Recalled | undefined> {
  const question = questionOf(beginning);
  if (knowledge?.use !== 'automatic' || knowledge.dataset_ids.length === 0 || question === '' || !extensions.knowledge) return undefined;
  const path = 'knowledge';
  const wanted = await prepare(question);
  const startedAt = clock.now();
  const recorded = progress.recorded<Recalled>(path);
  const result = recorded?.result ?? (await extensions.knowledge.recall(beginning.botWorkspaceId, knowledge, wanted.question, wanted.derived));
  const asked = beginning.questions.map(({ id }) => id);
  const { detail, passages = [] } = result;
  const step = recorded?.step ?? traceStep('knowledge', '', startedAt, clock.now(), { detail, passages: [...passages], input_message_ids: asked });
  progress.finished(path, { result, step });
  return result;
}
