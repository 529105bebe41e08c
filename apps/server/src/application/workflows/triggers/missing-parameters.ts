import { completedInputs } from '../engine/run.ts';
import type { Plan } from '../engine/plan.ts';
import { ROOT } from '../plans.ts';
import { workflowVersionId } from '../workflow-documents.ts';
import type { TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

/** The plan of the version that a trigger would run now; absent as long as none is published. */
export async function planFired({ workflows, plans }: Pick<TriggersContext, 'workflows' | 'plans'>, workflowId: string, wanted: string | undefined): Promise<Plan | undefined> {
  const version = wanted ?? (await workflows.closed.get(workflowId))?.onlineVersion;
  if (version === undefined) return undefined;
  return (await plans.of({ [ROOT]: { versionId: workflowVersionId(workflowId, version) } })).get(ROOT);
}

/** The parameters that a plan needs and a trigger gives no value for, be it fixed or from what makes it fire. */
export function missingParameters(plan: Plan | undefined, { parameters, mapping }: Pick<TriggerDocument, 'parameters' | 'mapping'>): readonly string[] {
  if (plan === undefined) return [];
  return completedInputs(plan, parameters, () => undefined).missing.filter((name) => !Object.hasOwn(mapping, name));
}
