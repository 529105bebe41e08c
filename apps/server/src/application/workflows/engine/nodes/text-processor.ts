import type { TextProcessorConfig } from '@buckle/canvas';
import { nodeRunner } from '../node-runner.ts';
import { textOf } from '../values.ts';

/** Puts texts together, or takes one apart. */
export const textProcessor = nodeRunner<TextProcessorConfig>({
  key: 'textProcessor',
  run(context) {
    const { method, concatParams, splitParams } = context.config;
    if (method === 'split') {
      const [text] = Object.values(context.inputs);
      return { outputs: { output: split(textOf(text), splitParams.delimiters) } };
    }
    const joined = Object.fromEntries(Object.entries(context.inputs).map(([name, value]) => [name, joinList(value, concatParams.arrayItemConcatChar)]));
    const text = context.text(concatParams.concatResult, joined);
    return typeof text === 'string' ? { outputs: { output: text } } : text.then((output) => ({ outputs: { output } }));
  },
});

/** A list stands in a text as its elements with something in between. */
function joinList(value: unknown, between: string): unknown {
  return Array.isArray(value) ? value.map(textOf).join(between) : value;
}

function split(text: string, delimiters: readonly string[]): string[] {
  const apart = delimiters.filter((delimiter) => delimiter !== '');
  if (apart.length === 0) return [text];
  const [first = ''] = apart;
  return apart.slice(1).reduce((whole, delimiter) => whole.replaceAll(delimiter, first), text).split(first);
}
