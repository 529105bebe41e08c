import type { ModelResult, UsedStep } from '#application/models/index.ts';
import type { ReadingContext } from './context.ts';

/** Who is counted for what knowledge asks of models: no bot. */
const NO_BOT = '';

/** What calls of models are made with. */
export type ModelsOfKnowledge = Pick<ReadingContext, 'models' | 'limits' | 'documents' | 'clock' | 'ids'>;

/** Throws `TooManyRequests` where the workspace has spent what it may. */
export function checkSpent({ limits, models }: ModelsOfKnowledge, workspaceId: string): Promise<void> {
  return limits.checkSpent(workspaceId, (day) => models.usage.spentSince(workspaceId, day));
}

/** Counts a call: each is one of its own, since after a kill it is made again, and paid again. */
export async function recordUse({ models, documents, ids }: ModelsOfKnowledge, workspaceId: string, step: UsedStep): Promise<void> {
  await documents.inOrder(await models.usage.writes(ids.next(), workspaceId, NO_BOT, [step]));
}

/** Counts what a chat model replied, also where it was cut off, since that is paid all the same. */
export async function recordReply(context: ModelsOfKnowledge, workspaceId: string, { modelId, usage, startedAt, endedAt }: ModelResult): Promise<void> {
  if (usage.inputTokens + usage.outputTokens === 0) return;
  await recordUse(context, workspaceId, { model_id: modelId, started_at: startedAt, ended_at: endedAt, input_tokens: usage.inputTokens, output_tokens: usage.outputTokens });
}
