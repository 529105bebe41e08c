import { z } from 'zod';
import { flag, parameters, template } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { STRING } from '../value-type.ts';

const config = z.object({ inputParameters: parameters, content: template, streamingOutput: flag });

export type MessageConfig = z.output<typeof config>;

/** Says something while the run goes on. */
export const message = nodeKind({
  type: '13',
  key: 'message',
  category: 'io',
  config,
  outputs: () => [{ name: 'output', type: STRING, required: false }],
});
