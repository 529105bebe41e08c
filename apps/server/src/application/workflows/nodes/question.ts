import { DEFAULT_PORT, type QuestionConfig, USER_RESPONSE } from '@buckle/canvas';
import { type ModelUse, type NodeContext, type NodeResult, nodeRunner } from '../engine/node-runner.ts';
import { convertFields, isEmpty, textOf, type Values } from '../engine/values.ts';
import { ask, type ModelNodeDependencies, useOf } from './ask-model.ts';
import { jsonInstructions, objectIn } from './llm.ts';

/** How options are called, in their order. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Asks the user: for words, for fields that a model finds in them, or for one of some options. */
export function questionRunner(dependencies: ModelNodeDependencies) {
  return nodeRunner<QuestionConfig>({
    key: 'question',
    hasEffects: true,
    waits: true,
    async run(context) {
      const { config, answers } = context;
      const question = await context.text(config.question);
      if (config.answer_type === 'option') return choose(context, question);
      const answer = answers.at(-1);
      if (answer === undefined) return asking(question);
      if (!config.extra_output) return { outputs: { [USER_RESPONSE]: textOf(answer) } };
      return extract(dependencies, context, question);
    },
  });
}

function asking(question: string, options?: readonly string[]): NodeResult {
  const content = options === undefined ? question : { question, options: options.map((name) => ({ name })) };
  return { wait: { kind: 'question', data: { messages: [{ type: 'question', content_type: options === undefined ? 'text' : 'option', content, id: '' }] } } };
}

function choose({ config, answers, value }: NodeContext<QuestionConfig>, question: string): NodeResult {
  const isDynamic = config.option_type === 'dynamic';
  const given: unknown = isDynamic ? value(config.dynamic_option) : config.options.map(({ name }) => name);
  const options = Array.isArray(given) ? given.map(textOf) : [];
  const answer = answers.at(-1);
  if (answer === undefined) return asking(question, options);
  const chosen = options.indexOf(textOf(answer));
  if (chosen === -1) return { outputs: { optionId: 'other', optionContent: textOf(answer) }, port: DEFAULT_PORT };
  return { outputs: { optionId: LETTERS[chosen] ?? String(chosen), optionContent: options[chosen] }, port: isDynamic ? 'branch_0' : `branch_${chosen}` };
}

/** Finds the fields in what the user has said so far, and asks again for what is missing, as often as it may. */
async function extract(dependencies: ModelNodeDependencies, context: NodeContext<QuestionConfig>, question: string): Promise<NodeResult> {
  const { config, node, answers, warn } = context;
  const fields = node.outputs.filter(({ name }) => name !== USER_RESPONSE);
  const own = await context.text(config.llmParam.systemPrompt);
  const instructions =
    `The user was asked: ${question}\nFind the fields below in what the user said. Leave out what was not said.\n${jsonInstructions([
      // Required is what the user is asked for again, not what the model has to make up.
      ...fields.map((field) => ({ ...field, required: false })),
      { name: 'question', type: { kind: 'string' }, required: false, description: 'a short question for what is still missing, in the language of the user; empty if nothing is' },
    ])}${own === '' ? '' : `\n\n${own}`}`;
  const messages = [{ role: 'system', content: instructions } as const, ...answers.map((answer) => ({ role: 'user', content: textOf(answer) }) as const)];
  const result = await ask(dependencies, context, config.llmParam, messages, { format: 'json' });
  const found: Values = objectIn(result.text, warn);
  const missing = fields.filter(({ name, required }) => required && isEmpty(found[name]));
  const used: readonly ModelUse[] = [useOf(result)];
  if (missing.length > 0 && answers.length < config.limit) {
    const names = missing.map(({ name }) => name).join(', ');
    return { ...asking(textOf(found['question']) || `${question} (${names})`), used };
  }
  return { outputs: { ...convertFields(found, fields, warn), [USER_RESPONSE]: textOf(answers.at(-1)) }, used };
}
