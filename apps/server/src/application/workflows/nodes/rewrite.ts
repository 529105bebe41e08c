import { callModel, questionIn, rewriteRequest, REWRITING_TIME } from '#application/models/index.ts';
import { ModelError } from '#services/models/index.ts';
import { NodeError } from '../engine/errors.ts';
import type { NodeContext } from '../engine/node-runner.ts';
import { type ModelNodeDependencies, useOf } from './ask-model.ts';
import { once } from './once.ts';

/** So many rounds of the conversation are looked at. */
const ROUNDS = 3;

/**
 * The question that the user of a run means who talks of what was said before, where the run talks in a conversation; asked
 * once in a run, of the model that is named or the workspace's default. The same question where the model fails, with a warning.
 */
export async function rewritten({ models, clock }: ModelNodeDependencies, context: NodeContext<unknown>, question: string, modelId: string): Promise<string> {
  const { facts, signal, spent, warn } = context;
  const said = (await facts.talk?.history(ROUNDS)) ?? [];
  if (said.length === 0) return question;
  return once(context, 'rewrite', async () => {
    const time = AbortSignal.timeout(REWRITING_TIME);
    try {
      await facts.maySpend();
      const model = await models.resolve(facts.workspaceId, modelId === '' ? undefined : modelId);
      if (model.offline) return question;
      const partial = { text: '', reasoning: '', firstTokenAt: undefined };
      const options = { signal: AbortSignal.any([signal, time]), clock, partial, onCutOff: (reply: Parameters<typeof useOf>[0]) => spent(useOf(reply)) };
      const reply = await callModel(model, rewriteRequest(question, said), options);
      spent(useOf(reply));
      return questionIn(reply.text) ?? question;
    } catch (error) {
      if (signal.aborted || !(time.aborted || error instanceof ModelError || error instanceof NodeError)) throw error;
      warn(`The question could not be rewritten, so it was looked for as it is: ${time.aborted ? `the model took longer than ${REWRITING_TIME / 1_000} seconds` : error instanceof Error ? error.message : ''}`);
      return question;
    }
  });
}
