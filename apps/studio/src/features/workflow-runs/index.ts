export type { NodeRunState } from './node-states.ts';
export { NodeTrial } from './node-trial.tsx';
export { RunPage } from './run-page.tsx';
export { RunsPage } from './runs-page.tsx';
export { TestRunPanel } from './test-run-panel.tsx';
export { type FollowedRun, useRun } from './use-run.ts';
