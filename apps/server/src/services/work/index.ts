export { NotFailed, NotRetryable, NotWaiting, SlotTaken } from './errors.ts';
export { type Journal, type JournalEntry, OwnershipLost } from './journal.ts';
export { type EndedWork, type Ending, type Outcome, WorkCanceled, type WorkContext, type WorkKind } from './kind.ts';
export { ProcessRegistry } from './process-registry.ts';
export { type RetryPolicy } from './retry-policy.ts';
export { type RunResult } from './running-work.ts';
export { Scheduler } from './scheduler.ts';
export { type StartedWork, Work, type WorkQuery } from './work.ts';
export { type WorkDocument, type WorkState } from './work-document.ts';
