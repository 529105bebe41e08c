import { z } from 'zod';
import { number, parameters, text } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';

const config = z.object({
  inputParameters: parameters,
  code: text(),
  /** 3 is Python, 5 TypeScript. */
  language: number(5).pipe(z.union([z.literal(3), z.literal(5)], 'must be 3 (Python) or 5 (TypeScript)')),
});

export type CodeConfig = z.output<typeof config>;

/** Runs the user's own code. */
export const code = nodeKind({
  type: '5',
  key: 'code',
  category: 'logic',
  config,
  hasErrorPolicy: true,
  missing: ({ code: text }) => (text.trim() === '' ? ['code'] : []),
});
