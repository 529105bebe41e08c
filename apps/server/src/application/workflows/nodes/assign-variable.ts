import type { AssignVariableConfig } from '@buckle/canvas';
import { codes, NodeError } from '../engine/errors.ts';
import { nodeRunner } from '../engine/node-runner.ts';
import { convert } from '../engine/values.ts';

/** Sets variables of the user or of the workspace, which outlast the run. */
export const assignVariable = nodeRunner<AssignVariableConfig>({
  key: 'assignVariable',
  hasEffects: true,
  async run({ config, value, warn, assign }) {
    for (const { left, input } of config.inputParameters) {
      if (left.expression !== 'variable') continue;
      const [name, ...inside] = left.path;
      if (left.scope === 'system' || inside.length > 0) throw new NodeError(codes.input, `The variable ${left.path.join('.')} cannot be set: only whole variables of the user or the app can.`, { isFinal: true });
      await assign(left.scope, String(name), convert(value(input), left.type, warn, String(name)));
    }
    return { outputs: { isSuccess: true } };
  },
});
