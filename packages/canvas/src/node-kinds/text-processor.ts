import { z } from 'zod';
import { choice, parameters, plainParameters, prepared, text } from '../fields.ts';
import { parseTemplate } from '../template.ts';
import { nodeKind } from '../node-kind.ts';

const strings = prepared((source) => (Array.isArray(source) ? source.filter((entry) => typeof entry === 'string') : []), z.array(z.string()));

const config = z.object({
  method: choice(['concat', 'split'], 'concat'),
  inputParameters: parameters,
  concatParams: prepared(plainParameters, z.object({
    concatResult: text().transform(parseTemplate),
    arrayItemConcatChar: text('，'),
  })),
  splitParams: prepared(plainParameters, z.object({ delimiters: strings })),
  // What was written for the other method stays in the document, and is not read.
}).transform((read) => (read.method === 'split' ? { ...read, concatParams: { ...read.concatParams, concatResult: parseTemplate('') } } : read));

export type TextProcessorConfig = z.output<typeof config>;

/** Puts texts together, or takes one apart. */
export const textProcessor = nodeKind({ type: '15', key: 'textProcessor', category: 'logic', config });
