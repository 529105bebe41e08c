import { codes, NodeError } from '../errors.ts';
import { nodeRunner } from '../node-runner.ts';
import { convertFields, textOf } from '../values.ts';

/** Writes its input as JSON. */
export const toJson = nodeRunner({
  key: 'toJson',
  run: ({ inputs }) => ({ outputs: { output: JSON.stringify(Object.values(inputs)[0] ?? null) } }),
});

/** Reads its input from JSON, into the type of its output. */
export const fromJson = nodeRunner({
  key: 'fromJson',
  run({ inputs, node, warn }) {
    const text = textOf(Object.values(inputs)[0]);
    try {
      return { outputs: convertFields({ output: JSON.parse(text) as unknown }, node.outputs, warn) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
      throw new NodeError(codes.input, `The text is not JSON: ${error.message} (${shown})`, { cause: error, isFinal: true });
    }
  },
});
