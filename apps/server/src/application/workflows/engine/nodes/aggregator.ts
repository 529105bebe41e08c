import type { AggregatorConfig, GraphNode } from '@buckle/canvas';
import { nodeRunner } from '../node-runner.ts';
import { TextStream } from '../text-stream.ts';
import { isEmpty } from '../values.ts';

/** Gives, for each group, the first of its values that is there. */
export const aggregator = nodeRunner<AggregatorConfig>({
  key: 'aggregator',
  readsStreams: (_, isStreamed) => isStreamed,
  writesStreams: ({ config }: GraphNode<AggregatorConfig>) => config.mergeGroups.map(({ name }) => name),
  run({ config, value }) {
    const outputs = Object.fromEntries(
      config.mergeGroups.map(({ name, variables }) => {
        const values = variables.map((variable) => value(variable));
        return [name, values.find((found) => found instanceof TextStream || !isEmpty(found)) ?? null];
      }),
    );
    if (!Object.values(outputs).some((output) => output instanceof TextStream)) return { outputs };
    const final = Promise.all(
      Object.entries(outputs).map(async ([name, output]) => [name, output instanceof TextStream ? await output.whole() : output] as const),
    ).then((entries) => Object.fromEntries(entries));
    return { outputs, final };
  },
});
