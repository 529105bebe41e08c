import { DEFAULT_PORT, type IntentConfig } from '@buckle/canvas';
import { nodeRunner } from '../engine/node-runner.ts';
import { numberOf, textOf } from '../engine/values.ts';
import { ask, historyFor, type ModelNodeDependencies, useOf } from './ask-model.ts';
import { objectIn } from './llm.ts';

/** Lets a model choose the intent that a text has, and goes on at its branch. */
export function intentRunner(dependencies: ModelNodeDependencies) {
  return nodeRunner<IntentConfig>({
    key: 'intent',
    hasEffects: true,
    async run(context) {
      const { config, inputs, warn } = context;
      const own = await context.text(config.llmParam.systemPrompt);
      const list = config.intents.map(({ name }, index) => `${index + 1}. ${name}`).join('\n');
      const instructions =
        `Decide which of these intents the user's text has:\n${list}\n0. none of them\n\n` +
        `Reply with one JSON object and nothing else: {"classificationId": <its number>, "reason": "<one short sentence>"}.${own === '' ? '' : `\n\n${own}`}`;
      const history = await historyFor(context, config.chatHistorySetting);
      const messages = [{ role: 'system', content: instructions } as const, ...history, { role: 'user', content: textOf(inputs['query']) } as const];
      const result = await ask(dependencies, context, config.llmParam, messages, { format: 'json' });
      const { classificationId, reason } = objectIn(result.text, warn);
      const number = numberOf(classificationId) ?? 0;
      const isKnown = Number.isInteger(number) && number >= 1 && number <= config.intents.length;
      const outputs = { classificationId: isKnown ? number : 0, ...(config.mode === 'all' ? { reason: textOf(reason) } : {}) };
      return { outputs, port: isKnown ? `branch_${number - 1}` : DEFAULT_PORT, used: [useOf(result)] };
    },
  });
}
