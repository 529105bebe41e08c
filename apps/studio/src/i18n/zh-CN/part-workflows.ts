export { workflowEditor } from './workflow-editor.ts';
export { workflowKinds } from './workflow-kinds.ts';
export { workflowNodeForm } from './workflow-node-form.ts';
export { workflowProblems } from './workflow-problems.ts';
export { workflowRuns } from './workflow-runs.ts';
export { workflowTriggers } from './workflow-triggers.ts';
export { workflows } from './workflows.ts';
