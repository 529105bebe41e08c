import { askForQuestion } from '#application/models/index.ts';
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
    const unchanged = (reason: string): string => {
      warn(`The question could not be rewritten, so it was looked for as it is: ${reason}`);
      return question;
    };
    try {
      await facts.maySpend();
      const model = await models.resolve(facts.workspaceId, modelId === '' ? undefined : modelId);
      if (model.offline) return question;
      const { rewritten: meant = question, reply, problem } = await askForQuestion(model, question, said, { signal, clock, onCutOff: (rest) => spent(useOf(rest)) });
      if (reply) spent(useOf(reply));
      return problem === undefined ? meant : unchanged(problem);
    } catch (error) {
      if (signal.aborted || !(error instanceof NodeError)) throw error;
      return unchanged(error.message);
    }
  });
}
