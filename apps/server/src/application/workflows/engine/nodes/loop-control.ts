import type { SetVariableConfig } from '@buckle/canvas';
import { nodeRunner } from '../node-runner.ts';
import { convert } from '../values.ts';

/** Ends the loop around it. */
export const breakLoop = nodeRunner({ key: 'break', run: () => ({ control: 'break' }) });

/** Goes on with the next round of the loop around it. */
export const continueLoop = nodeRunner({ key: 'continue', run: () => ({ control: 'continue' }) });

/** Sets variables of the loop around it. */
export const setVariable = nodeRunner<SetVariableConfig>({
  key: 'setVariable',
  run(context) {
    const assigns: Record<string, Record<string, unknown>> = {};
    for (const { left, right } of context.config.inputParameters) {
      if (left.expression !== 'output') continue;
      const [name] = left.path;
      const value = convert(context.value(right), left.type, context.warn, String(name));
      assigns[left.node] = { ...assigns[left.node], [String(name)]: value };
    }
    return { outputs: {}, assigns };
  },
});
