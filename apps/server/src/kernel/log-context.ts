import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line of log and every answer of one request, or of one piece of work, carries. */
export interface LogContext {
  /** Sent as `x-tt-logid` and in `detail.logid`. */
  readonly logId: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `action` with `context` attached to everything that it does, awaited or not. */
export function withLogContext<T>(context: LogContext, action: () => T): T {
  return storage.run(context, action);
}

/** The context of the running request or work, if there is one. */
export function logContext(): LogContext | undefined {
  return storage.getStore();
}
