export { CanvasDifference } from './canvas-difference.tsx';
export { exampleOf } from './example-of.ts';
export { FieldList } from './field-list.tsx';
export { ProblemList } from './problem-list.tsx';
export { useExport } from './use-export.ts';
export { useWorkflow, type Workflow } from './use-workflow.ts';
export { endFields, startFields } from './workflow-ends.ts';
export { type FramedWorkflow, WorkflowFrame } from './workflow-frame.tsx';
