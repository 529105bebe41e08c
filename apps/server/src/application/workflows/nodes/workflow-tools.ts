import type { ModelTool } from '#services/models/port.ts';
import type { Plan } from '../engine/plan.ts';
import { textOf, type Values } from '../engine/values.ts';
import { schemaOfFields } from './json-schema.ts';

/** What vendors take as the name of a function. */
const LONGEST_NAME = 64;
const LONGEST_DESCRIPTION = 4_000;

/** A workflow that a model may call. */
export interface WorkflowTool {
  readonly definition: ModelTool;
  readonly plan: Plan;
}

/** Shows plans to a model as functions, by the ids of their workflows; names that are alike, or that others have, are told apart. */
export function workflowTools(plans: readonly { readonly workflowId: string; readonly plan: Plan }[], others: readonly string[] = []): WorkflowTool[] {
  const taken = new Set(others);
  return plans.map(({ workflowId, plan }) => {
    const name = safeName(plan.about?.name ?? '', workflowId, taken);
    taken.add(name);
    const description = (plan.about?.description || plan.about?.name || name).slice(0, LONGEST_DESCRIPTION);
    return { definition: { name, description, parameters: schemaOfFields(plan.inputs) }, plan };
  });
}

/** What came out of a workflow, as a model reads it: its answer in words, or its values as JSON. */
export function toolOutput({ isAnswer }: Plan, outputs: Values): string {
  return isAnswer ? textOf(outputs['output']) : JSON.stringify(outputs);
}

/** A name as vendors allow it: of Latin letters, digits, `_` and `-`. */
function safeName(name: string, workflowId: string, taken: ReadonlySet<string>): string {
  const safe = name.trim().replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^_+|_+$/g, '').slice(0, LONGEST_NAME);
  if (safe !== '' && !taken.has(safe)) return safe;
  const id = workflowId.replace(/[^a-zA-Z0-9_-]+/g, '_');
  return `${(safe || 'workflow').slice(0, LONGEST_NAME - 1 - id.length)}_${id}`.slice(0, LONGEST_NAME);
}
