export type { LimitsDependencies } from './manage-limits.ts';
export { limitsRoutes } from './routes.ts';
export { RunQueue, type RunStart } from './run-queue.ts';
export { LIMITED_WORK, type Spent, WorkspaceLimits } from './workspace-limits.ts';
