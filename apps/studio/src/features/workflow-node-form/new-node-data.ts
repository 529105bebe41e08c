import { nodeKinds, type ValueType } from '@buckle/canvas';
import { emptyInput, literalInput, type Param } from './document/block-input.ts';
import { codeTemplates } from './document/code-templates.ts';
import type { NodeData } from './document/setting.ts';
import type { Variable } from './document/variables.ts';
import { conversationInputs, conversationOutputs, type KnownInput } from './settings/conversation.ts';
import { knowledgeInputs } from './settings/knowledge.ts';
import { languages } from './settings/simple.ts';

/** What is in a new node, but for its title. */
interface Parts {
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: readonly Variable[];
  readonly [part: string]: unknown;
}

const STRING: ValueType = { kind: 'string' };
const INTEGER: ValueType = { kind: 'integer' };
const STRINGS: ValueType = { kind: 'list', item: STRING };

const text: Variable = { name: 'output', type: 'string' };
const string = (content: string) => literalInput(STRING, content);
const whole = (content: number) => literalInput(INTEGER, content);

/** An input whose value is still to be chosen. */
const open = (name: string, type: ValueType = STRING): Param => ({ name, input: emptyInput(type) });
const known = ({ name, type }: KnownInput): Param => open(name, type);

const noDatasets = (): Param => ({ name: 'datasetList', input: literalInput(STRINGS, []) });
const openInputs = (type: number): Param[] => (knowledgeInputs[type] ?? []).map(known);

const MINUTE = 60_000;
/** What nodes that call something do when that fails: the run fails. */
const failing = (timeoutMs: number) => ({ processType: 1, timeoutMs, retryTimes: 0 });

const makers: Readonly<Record<string, () => Parts>> = {
  1: () => ({ outputs: [{ name: 'input', type: 'string', required: false }], trigger_parameters: [] }),
  2: () => ({ inputs: { terminatePlan: 'returnVariables', inputParameters: [open('output')] } }),
  3: () => ({
    inputs: {
      inputParameters: [open('input')],
      llmParam: [
        { name: 'temperature', input: literalInput({ kind: 'float' }, 0.8) },
        { name: 'responseFormat', input: whole(0) },
        { name: 'systemPrompt', input: string('') },
        { name: 'prompt', input: string('{{input}}') },
        { name: 'enableChatHistory', input: literalInput({ kind: 'boolean' }, false) },
        { name: 'chatHistoryRound', input: whole(3) },
      ],
      settingOnError: failing(3 * MINUTE),
    },
    outputs: [text],
    version: '3',
  }),
  5: () => ({
    inputs: { inputParameters: [open('input')], language: languages.typescript, code: codeTemplates.typescript, settingOnError: failing(MINUTE) },
    outputs: [text],
  }),
  8: () => ({
    inputs: { branches: [{ condition: { logic: 2, conditions: [{ operator: 1, left: { input: emptyInput(STRING) }, right: { input: string('') } }] } }] },
  }),
  9: () => ({ inputs: { workflowId: '', workflowVersion: '', inputParameters: [], settingOnError: failing(0) }, outputs: [] }),
  13: () => ({ inputs: { inputParameters: [open('output')], content: string('{{output}}'), streamingOutput: false } }),
  15: () => ({
    inputs: {
      method: 'concat',
      inputParameters: [open('String1')],
      concatParams: [{ name: 'concatResult', input: string('{{String1}}') }, { name: 'arrayItemConcatChar', input: string('，') }],
    },
    outputs: [{ ...text, required: true }],
  }),
  18: () => ({
    inputs: {
      inputParameters: [], question: '', answer_type: 'text', option_type: 'static', options: [{ name: '' }, { name: '' }], extra_output: false, limit: 3,
      llmParam: { temperature: 1, systemPrompt: '' },
    },
    outputs: [{ name: 'USER_RESPONSE', type: 'string', required: true }],
  }),
  20: () => ({ inputs: { inputParameters: [{ left: emptyInput(STRING), right: emptyInput(STRING) }] } }),
  21: () => ({
    inputs: { loopType: 'array', loopCount: whole(10), inputParameters: [open('input', STRINGS)], variableParameters: [] },
    outputs: [],
  }),
  22: () => ({
    inputs: {
      inputParameters: [open('query')],
      intents: [{ name: '' }],
      mode: 'all',
      llmParam: { temperature: 0.5, systemPrompt: '' },
      chatHistorySetting: { enableChatHistory: false, chatHistoryRound: 3 },
      settingOnError: failing(MINUTE),
    },
    outputs: [{ name: 'classificationId', type: 'integer' }, { name: 'reason', type: 'string' }],
  }),
  28: () => ({ inputs: { batchSize: whole(100), concurrentSize: whole(10), inputParameters: [open('input', STRINGS)] }, outputs: [] }),
  30: () => ({ inputs: { outputSchema: JSON.stringify([{ ...text, name: 'input', required: true }]) }, outputs: [{ ...text, name: 'input', required: true }] }),
  31: () => ({
    inputs: { schemaType: 'slate', note: JSON.stringify([{ type: 'paragraph', children: [{ text: '', type: 'text' }] }]) },
    size: { width: 240, height: 150 },
  }),
  32: () => ({ inputs: { mergeGroups: [{ name: 'Group1', variables: [] }] }, outputs: [{ name: 'Group1', type: 'string' }] }),
  40: () => ({
    inputs: { inputParameters: [], variableTypeMap: {} },
    outputs: [{ name: 'isSuccess', type: 'boolean' }],
  }),
  45: () => ({
    inputs: {
      apiInfo: { method: 'GET', url: '' },
      headers: [],
      params: [],
      auth: { authType: 'BEARER_AUTH', authData: { customData: { addTo: 'header' } }, authOpen: false },
      body: { bodyType: 'EMPTY', bodyData: {} },
      setting: { timeout: 120, retryTimes: 3 },
      settingOnError: {},
    },
    outputs: [{ name: 'body', type: 'string' }, { name: 'statusCode', type: 'integer' }, { name: 'headers', type: 'string' }],
  }),
  58: () => ({ inputs: { inputParameters: [open('input')] }, outputs: [text] }),
  59: () => ({ inputs: { inputParameters: [open('input')], settingOnError: failing(MINUTE) }, outputs: [{ name: 'output', type: 'object', schema: [] }] }),
  6: () => ({
    inputs: {
      datasetParam: [noDatasets(), { name: 'topK', input: whole(5) }, { name: 'useRerank', input: literalInput({ kind: 'boolean' }, false) }, { name: 'minScore', input: literalInput({ kind: 'float' }, 0) }, { name: 'strategy', input: whole(1) }],
      inputParameters: openInputs(6),
      settingOnError: failing(MINUTE),
    },
    outputs: [{ name: 'outputList', type: 'list', schema: { type: 'object', schema: [text, { name: 'documentId', type: 'string' }] } }],
  }),
  27: () => ({
    inputs: { datasetParam: [noDatasets()], inputParameters: openInputs(27), strategyParam: { chunkStrategy: { chunkType: 'default' } }, settingOnError: failing(3 * MINUTE) },
    outputs: ['documentId', 'fileName', 'fileUrl'].map((name) => ({ name, type: 'string' })),
  }),
  60: () => ({ inputs: { datasetParam: [noDatasets()], inputParameters: openInputs(60), settingOnError: failing(MINUTE) }, outputs: [{ name: 'isSuccess', type: 'boolean' }] }),
  10001: () => ({ inputs: { inputParameters: [], content: string(''), outputSchema: '[]', assignees: [], timeout: 0 } }),
  10002: () => ({ inputs: { inputParameters: [], mode: 'for', seconds: 60 } }),
  10003: () => ({ inputs: { inputParameters: [], botId: '', content: string(''), settingOnError: failing(3 * MINUTE) }, outputs: [text] }),
};

/** What a node begins with that was just put onto the canvas: valid but for what only the user can say. */
export function newNodeData(type: string, title: string): NodeData {
  const { inputs, outputs, ...rest } = makers[type]?.() ?? conversationParts(type);
  return {
    nodeMeta: { title },
    ...(inputs === undefined ? {} : { inputs }),
    ...(outputs === undefined ? {} : { outputs: [...outputs] }),
    ...rest,
  };
}

function conversationParts(type: string): Parts {
  const inputs = conversationInputs[type];
  if (inputs !== undefined) return { inputs: { inputParameters: inputs.filter(({ isRequired }) => isRequired).map(known) }, outputs: conversationOutputs[type] ?? [] };
  // What a kind without a form keeps, comes with its part of Buckle.
  return nodeKinds.get(type)?.waitsFor === undefined ? {} : { inputs: { inputParameters: [] } };
}
