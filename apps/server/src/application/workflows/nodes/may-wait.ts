import type { LlmConfig, SubworkflowConfig } from '@buckle/canvas';
import { planKey } from '../engine/node-runner.ts';
import type { Plan, PlanGraph, PlanNode } from '../engine/plan.ts';

/** Whether a workflow may wait for somebody or for a time, by itself or in one that it calls; `plans` are those of the run. */
export function mayWait({ graph }: Plan, plans: ReadonlyMap<string, Plan>): boolean {
  return graphMayWait(graph, plans, new Set());
}

function graphMayWait({ nodes }: PlanGraph, plans: ReadonlyMap<string, Plan>, seen: Set<string>): boolean {
  return nodes.some((node) => node.runner.waits === true || (node.inner !== undefined && graphMayWait(node.inner, plans, seen)) || callsWhatMayWait(node, plans, seen));
}

function callsWhatMayWait(node: PlanNode, plans: ReadonlyMap<string, Plan>, seen: Set<string>): boolean {
  return calledBy(node).some((key) => {
    const plan = seen.has(key) ? undefined : plans.get(key);
    seen.add(key);
    return plan !== undefined && graphMayWait(plan.graph, plans, seen);
  });
}

/** The plans that a node may run. */
function calledBy({ node: { kind, config } }: PlanNode): readonly string[] {
  // Each kind read its own configuration.
  if (kind.key === 'subworkflow') {
    const { workflowId, workflowVersion } = config as SubworkflowConfig;
    return [planKey(workflowId, workflowVersion)];
  }
  if (kind.key !== 'llm') return [];
  return (config as LlmConfig).fcParam.workflowFCParam.workflowList.map(({ workflow_id: workflowId, workflow_version: version }) => planKey(workflowId, version));
}
