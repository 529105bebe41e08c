import type { SubworkflowConfig } from '@buckle/canvas';
import { NodeError, codes } from '../engine/errors.ts';
import { nodeRunner, planKey } from '../engine/node-runner.ts';
import { startInputs } from '../engine/run.ts';

/** Runs another workflow inside the run, as it was pinned when the run began. */
export const subworkflow = nodeRunner<SubworkflowConfig>({
  key: 'subworkflow',
  async run({ config: { workflowId, workflowVersion }, facts, inputs, warn, child }) {
    const plan = facts.plans.get(planKey(workflowId, workflowVersion));
    if (plan === undefined) throw new NodeError(codes.input, `The workflow ${workflowId} is not here: choose another.`, { isFinal: true });
    const result = await child(plan, startInputs(plan, inputs, warn));
    return result.state === 'waiting' ? { waitsInside: true } : { outputs: result.outputs };
  },
});
