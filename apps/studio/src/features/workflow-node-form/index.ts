export { followPorts } from './document/moved-branches.ts';
export type { PortChanges } from './editing.ts';
export { newNodeData } from './new-node-data.ts';
export { NodeForm } from './node-form.tsx';
export { nodeSummary } from './node-summary.ts';
export { problemText } from './problem-text.ts';
