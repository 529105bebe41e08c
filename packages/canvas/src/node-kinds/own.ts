import { z } from 'zod';
import { choice, list, number, parameters, template, text } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { STRING } from '../value-type.ts';
import { schemaText } from './input.ts';

const approvalConfig = z.object({
  inputParameters: parameters,
  /** What is to be decided, as it is shown. */
  content: template,
  /** What who decides may fill in. */
  outputSchema: schemaText,
  /** Ids of the users who may decide; empty for all who may run the workflow. */
  assignees: list(text()),
  /** Seconds until the run goes on at `timeout`; 0 waits for ever. */
  timeout: number(0),
});

export type ApprovalConfig = z.output<typeof approvalConfig>;

/** The ports of an approval. */
export const approvalPorts = ['approved', 'rejected', 'timeout'] as const;

/** Waits until somebody has approved or rejected. Buckle's own. */
export const approval = nodeKind({
  type: '10001',
  key: 'approval',
  category: 'people',
  config: approvalConfig,
  ports: () => approvalPorts,
  outputs: ({ outputSchema }) => [
    { name: 'decision', type: STRING, required: true },
    { name: 'comment', type: STRING, required: false },
    { name: 'decidedBy', type: STRING, required: false },
    ...outputSchema,
  ],
});

const waitConfig = z.object({
  inputParameters: parameters,
  /** For some seconds, or until a time that an input `until` gives. */
  mode: choice(['for', 'until'], 'for'),
  seconds: number(0),
});

export type WaitConfig = z.output<typeof waitConfig>;

/** Lets time pass. Buckle's own. */
export const wait = nodeKind({
  type: '10002',
  key: 'wait',
  category: 'logic',
  config: waitConfig,
  missing: ({ mode, seconds }, inputs) => {
    if (mode === 'for') return seconds > 0 ? [] : ['seconds'];
    return inputs.some(({ name }) => name === 'until') ? [] : ['inputParameters'];
  },
});

const callBotConfig = z.object({
  inputParameters: parameters,
  botId: text(),
  /** What the bot is asked. */
  content: template,
});

export type CallBotConfig = z.output<typeof callBotConfig>;

/** Asks a published bot. Buckle's own. */
export const callBot = nodeKind({
  type: '10003',
  key: 'callBot',
  category: 'tool',
  config: callBotConfig,
  hasErrorPolicy: true,
  missing: ({ botId, content }) => [...(botId === '' ? ['botId'] : []), ...(content.parts.length === 0 ? ['content'] : [])],
  outputs: () => [{ name: 'output', type: STRING, required: false }],
});
