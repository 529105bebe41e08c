export { writesAfterRun } from './after-run.ts';
export { fireDue } from './due-triggers.ts';
export { type FiringInput, firingKind } from './firing-kind.ts';
export { firingsByAge, removeTriggersOf, removeTriggersOfWorkspace } from './remove-triggers.ts';
export { triggerRoutes } from './routes.ts';
export { openTriggerCollections, type TriggerCollections, type TriggerDocument } from './trigger-documents.ts';
export type { TriggersContext } from './triggers-context.ts';
