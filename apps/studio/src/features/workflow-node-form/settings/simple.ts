import { USER_RESPONSE } from '@buckle/canvas';
import type { Param } from '../document/block-input.ts';
import { at, choiceSetting, flagSetting, inputSetting, listSetting, named, type NodeData, numberSetting, type Setting, setting, textSetting } from '../document/setting.ts';
import { listIn } from '../document/objects.ts';
import type { Variable } from '../document/variables.ts';
import { historySettings, modelSettings } from './model.ts';

/** What a node gives, as the document declares it. */
export const outputs = listSetting<Variable>('outputs');
/** What a loop or batch gathers from what lies in it. */
export const gathered = listSetting<Param>('outputs');

export const endSettings = {
  plan: choiceSetting(at('inputs.terminatePlan'), ['returnVariables', 'useAnswerContent']),
  content: textSetting(at('inputs.content', 'literal')),
  isStreamed: flagSetting(at('inputs.streamingOutput')),
};

export const messageSettings = {
  content: textSetting(at('inputs.content', 'literal')),
  isStreamed: flagSetting(at('inputs.streamingOutput')),
};

/** The numbers that languages have in the document. */
export const languages = { python: 3, typescript: 5 } as const;

export type CodeLanguage = keyof typeof languages;

const language = numberSetting(at('inputs.language'));

export const codeSettings = {
  code: textSetting(at('inputs.code')),
  language: setting<CodeLanguage>(
    'inputs.language',
    (data) => (language.read(data) === languages.python ? 'python' : 'typescript'),
    (data, word) => language.write(data, languages[word]),
  ),
};

/** A choice of which what the node gives depends. */
function withOutputs<Word extends string>(choice: Setting<Word>, outputsOf: (word: Word, data: NodeData) => readonly Variable[]): Setting<Word> {
  return setting(choice.field, choice.read, (data, word) => ({ ...choice.write(data, word), outputs: [...outputsOf(word, data)] }));
}

const delimiters = named('inputs.splitParams', 'delimiters');

export const textSettings = {
  method: withOutputs(choiceSetting(at('inputs.method'), ['concat', 'split']), (method) => [
    { name: 'output', required: true, ...(method === 'concat' ? { type: 'string' } : { type: 'list', schema: { type: 'string' } }) },
  ]),
  template: textSetting(named('inputs.concatParams', 'concatResult')),
  between: textSetting(named('inputs.concatParams', 'arrayItemConcatChar'), '，'),
  delimiters: setting<readonly string[]>(
    delimiters.field,
    (data) => listIn(delimiters.get(data)).filter((entry) => typeof entry === 'string'),
    (data, list) => delimiters.put(data, list),
  ),
};

export const questionSettings = {
  ...modelSettings('object'),
  question: textSetting(at('inputs.question')),
  answer: withOutputs(choiceSetting(at('inputs.answer_type'), ['text', 'option']), (answer) =>
    answer === 'text' ? [{ name: USER_RESPONSE, type: 'string', required: true }] : ['optionId', 'optionContent'].map((name) => ({ name, type: 'string' })),
  ),
  optionKind: choiceSetting(at('inputs.option_type'), ['static', 'dynamic']),
  options: listSetting<{ readonly name?: string }>('inputs.options'),
  dynamicOptions: inputSetting('inputs.dynamic_option'),
  hasFields: flagSetting(at('inputs.extra_output')),
  limit: numberSetting(at('inputs.limit')),
};

export const intentSettings = {
  ...modelSettings('object'),
  intents: listSetting<{ readonly name?: string }>('inputs.intents'),
  mode: withOutputs(choiceSetting(at('inputs.mode'), ['all', 'top_speed']), (mode, data) => [
    { name: 'classificationId', type: 'integer' },
    ...(mode === 'all' ? [{ name: 'reason', type: 'string' }] : []),
    ...outputs.read(data).filter(({ readonly }) => readonly === true),
  ]),
  history: historySettings('inputs.chatHistorySetting', 'object').isOn,
  rounds: historySettings('inputs.chatHistorySetting', 'object').rounds,
};

export const loopSettings = {
  kind: choiceSetting(at('inputs.loopType'), ['array', 'count', 'infinite']),
  count: inputSetting('inputs.loopCount'),
  variables: listSetting<Param>('inputs.variableParameters'),
};

export const batchNodeSettings = {
  size: inputSetting('inputs.batchSize'),
  concurrency: inputSetting('inputs.concurrentSize'),
};

export const subworkflowSettings = {
  workflowId: textSetting(at('inputs.workflowId')),
  version: textSetting(at('inputs.workflowVersion')),
};

export const approvalSettings = {
  content: textSetting(at('inputs.content', 'literal')),
  assignees: setting<readonly string[]>(
    'inputs.assignees',
    (data) => listIn(data.inputs?.['assignees']).map(String),
    (data, list) => ({ ...data, inputs: { ...data.inputs, assignees: list } }),
  ),
  timeout: numberSetting(at('inputs.timeout')),
};

export const waitSettings = {
  mode: choiceSetting(at('inputs.mode'), ['for', 'until']),
  seconds: numberSetting(at('inputs.seconds')),
};

export const callBotSettings = {
  botId: textSetting(at('inputs.botId')),
  content: textSetting(at('inputs.content', 'literal')),
};
