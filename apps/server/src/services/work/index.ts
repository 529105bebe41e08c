export { type Journal, type JournalEntry, OwnershipLost } from './journal.ts';
export { type EndedWork, type Ending, type Outcome, WorkCanceled, type WorkContext, type WorkKind } from './kind.ts';
export { ProcessRegistry } from './process-registry.ts';
export { type RetryPolicy } from './retry-policy.ts';
export { type RunResult } from './running-work.ts';
export { Scheduler } from './scheduler.ts';
export { NotWaiting, SlotTaken, type StartedWork, Work } from './work.ts';
export { type WorkDocument, type WorkState } from './work-document.ts';
