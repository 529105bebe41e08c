import { z } from 'zod';
import { choice, flag, list, number, parameters, plainParameters, prepared, text } from '../fields.ts';
import { parseTemplate } from '../template.ts';
import { branchPorts, nodeKind } from '../node-kind.ts';
import { INTEGER, STRING } from '../value-type.ts';
import { modelSettings } from './llm.ts';

const config = z.object({
  inputParameters: parameters,
  intents: list(z.object({ name: text() })),
  /** Every intent is weighed and a reason given, or only the quick choice made. */
  mode: choice(['all', 'top_speed'], 'all'),
  llmParam: prepared(plainParameters, modelSettings.extend({ systemPrompt: text().transform(parseTemplate) })),
  chatHistorySetting: prepared((source) => source ?? {}, z.object({ enableChatHistory: flag, chatHistoryRound: number(3) })),
});

export type IntentConfig = z.output<typeof config>;

/** Goes on at the branch of the intent that a model understood, or at `default`. */
export const intent = nodeKind({
  type: '22',
  key: 'intent',
  category: 'model',
  config,
  hasErrorPolicy: true,
  missing: ({ intents }, inputs) => [
    ...(inputs.some(({ name }) => name === 'query') ? [] : ['inputParameters']),
    ...(intents.some(({ name }) => name !== '') ? [] : ['intents']),
  ],
  ports: ({ intents }) => branchPorts(intents.length),
  outputs: ({ mode }) => [
    { name: 'classificationId', type: INTEGER, required: false },
    ...(mode === 'all' ? [{ name: 'reason', type: STRING, required: false }] : []),
  ],
});
