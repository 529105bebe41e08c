import { z } from 'zod';
import { choice, expression, flag, list, number, parameters, plainParameters, prepared, template, text } from '../fields.ts';
import { branchPorts, nodeKind } from '../node-kind.ts';
import { type Field, STRING } from '../value-type.ts';
import { modelSettings } from './llm.ts';

const config = z.object({
  inputParameters: parameters,
  question: template,
  answer_type: choice(['text', 'option'], 'text'),
  option_type: choice(['static', 'dynamic'], 'static'),
  options: list(z.object({ name: text() })),
  dynamic_option: expression,
  /** Whether fields are read from the answer, by a model. */
  extra_output: flag,
  /** How often it asks at most. */
  limit: number(3),
  llmParam: prepared(plainParameters, modelSettings.extend({ systemPrompt: template })),
});

export type QuestionConfig = z.output<typeof config>;

/** What the user said. */
export const USER_RESPONSE = 'USER_RESPONSE';
const choiceOutputs: readonly Field[] = ['optionId', 'optionContent'].map((name) => ({ name, type: STRING, required: false }));

/** Asks the user, and waits for the answer. */
export const question = nodeKind({
  type: '18',
  key: 'question',
  category: 'people',
  config,
  ports: ({ answer_type, option_type, options }) =>
    answer_type === 'text' ? branchPorts(0) : branchPorts(option_type === 'dynamic' ? 1 : options.length),
  missing: ({ question: asked, answer_type, option_type, options, dynamic_option }) => [
    ...(asked.parts.length === 0 ? ['question'] : []),
    ...(answer_type === 'option' && option_type === 'static' && options.length === 0 ? ['options'] : []),
    ...(answer_type === 'option' && option_type === 'dynamic' && dynamic_option.expression === 'missing' ? ['dynamic_option'] : []),
  ],
  outputs: ({ answer_type }, declared) => {
    const implied = answer_type === 'option' ? choiceOutputs : [{ name: USER_RESPONSE, type: STRING, required: true }];
    return [...declared, ...implied.filter(({ name }) => !declared.some((field) => field.name === name))];
  },
});
