import { z } from 'zod';
import { record } from '../expression.ts';
import { flag, flagUnlessFalse, list, number, parameters, plainParameters, prepared, reading, template, text } from '../fields.ts';
import { idleSettings, nodeKind } from '../node-kind.ts';
import { type Field, STRING } from '../value-type.ts';
import { searchStrategy } from './knowledge.ts';

/** How the settings of a model stand in the document, with Coze's own spelling of its name. */
export const modelSettings = z.object({
  modelType: text(),
  modleName: text(),
  modelName: text(),
  temperature: number(Number.NaN),
  topP: number(Number.NaN),
  maxTokens: number(0),
  responseFormat: number(0),
});

const llmParameters = modelSettings.extend({
  prompt: template,
  systemPrompt: template,
  enableChatHistory: flag,
  chatHistoryRound: number(3),
});

const tools = prepared(record, z.object({
  workflowFCParam: prepared(record, z.object({
    workflowList: list(z.object({ workflow_id: text(), workflow_version: text(), is_draft: flag })),
  })),
  pluginFCParam: prepared(record, z.object({ pluginList: list(z.unknown()) })),
  knowledgeFCParam: prepared(record, z.object({
    knowledgeList: list(z.object({ id: text() })),
    global_setting: prepared(record, z.object({
      /** Whether data sets are searched for the prompt; else the model searches them where it wants to. */
      auto: flagUnlessFalse,
      search_mode: reading(searchStrategy),
      top_k: number(5),
      min_score: number(0),
      use_rerank: flag,
      use_nl2_sql: flag,
      /** Whether the prompt is first made understandable without the conversation. */
      use_rewrite: flag,
      show_source: flag,
      /** 1: `no_recall_reply_customize_prompt` is the reply where nothing is found. */
      no_recall_reply_mode: number(0),
      no_recall_reply_customize_prompt: text(),
    })),
  })),
}));

const config = z.object({
  inputParameters: parameters,
  llmParam: prepared(plainParameters, llmParameters),
  fcParam: tools,
});

export type LlmConfig = z.output<typeof config>;
export type ModelSettings = z.output<typeof modelSettings>;

/** The output in which a model's thoughts are. */
export const REASONING = 'reasoning_content';

/** The format of a reply that is read as JSON into the declared outputs. */
export const JSON_FORMAT = 2;

/** The one output that a textual reply goes into. */
export function replyOutput(outputs: readonly Field[]): Field {
  return outputs.find(({ name }) => name !== REASONING) ?? { name: 'output', type: STRING, required: false };
}

/** Asks a chat model. */
export const llm = nodeKind({
  type: '3',
  key: 'llm',
  category: 'model',
  config,
  hasBatchMode: true,
  hasErrorPolicy: true,
  settingsWaitFor: ({ fcParam: { pluginFCParam } }) => (pluginFCParam.pluginList.length > 0 ? ['plugins'] : []),
  withoutEffect: ({ fcParam: { knowledgeFCParam: { knowledgeList, global_setting } } }) => idleSettings({ useNl2sql: knowledgeList.length > 0 && global_setting.use_nl2_sql }),
  missing: ({ llmParam: { prompt, systemPrompt } }) => (prompt.parts.length > 0 || systemPrompt.parts.length > 0 ? [] : ['llmParam.prompt']),
});
