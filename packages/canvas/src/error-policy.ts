import { z } from 'zod';
import { record } from './expression.ts';
import { number, prepared } from './fields.ts';

/** What happens when a node fails for good. */
export interface ErrorPolicy {
  /** The run fails; or the node gives its defaults; or the run goes on at the port `branch_error`, with the defaults. */
  readonly mode: 'throw' | 'default' | 'branch';
  /** The outputs it gives then. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Milliseconds for all attempts together; 0: as long as the run may take. */
  readonly timeout: number;
  /** Milliseconds for one attempt; 0: as long as all may take. Buckle's own. */
  readonly attemptTimeout: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The model of the attempts after the first, as the document names it. */
  readonly backupModel?: Readonly<Record<string, unknown>>;
}

/** The port of a node's exception branch. */
export const ERROR_PORT = 'branch_error';

export const failing: ErrorPolicy = { mode: 'throw', defaults: {}, timeout: 0, attemptTimeout: 0, retries: 0 };

const modes = { 1: 'throw', 2: 'default', 3: 'branch' } as const;
const MAX_RETRIES = 10;
/** The longest time, in milliseconds: a day. */
const MOST_TIME = 24 * 60 * 60 * 1000;

const setting = z.object({
  switch: z.unknown().optional(),
  processType: prepared((value) => (value === undefined || value === null ? 0 : Number(value)), z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])),
  dataOnErr: z.unknown().optional(),
  timeoutMs: number(0),
  attemptTimeoutMs: number(0),
  retryTimes: number(0),
  ext: z.unknown().optional(),
});

/** Reads `settingOnError`. Throws a `ZodError` where a field is not as it should be. */
export function readErrorPolicy(source: unknown): ErrorPolicy {
  if (source === undefined || source === null) return failing;
  const { switch: isOn, processType, dataOnErr, timeoutMs, attemptTimeoutMs, retryTimes, ext } = setting.parse(record(source));
  // The older form knows but the switch, which stands for the default.
  const mode = isOn === false ? 'throw' : processType === 0 ? (isOn === true ? 'default' : 'throw') : modes[processType];
  const { backupLLMParam, backupLLmParam } = record(ext);
  const backupModel = objectIn(backupLLMParam ?? backupLLmParam);
  return {
    mode,
    defaults: mode === 'throw' ? {} : (objectIn(dataOnErr) ?? {}),
    timeout: milliseconds(timeoutMs),
    attemptTimeout: milliseconds(attemptTimeoutMs),
    retries: Math.min(Math.max(0, Math.trunc(retryTimes)), MAX_RETRIES),
    ...(backupModel ? { backupModel } : {}),
  };
}

/** A time that a timer can take. */
function milliseconds(value: number): number {
  return Math.trunc(Math.min(Math.max(0, value), MOST_TIME));
}

/** An object, or the JSON of one; undefined for anything else. */
function objectIn(source: unknown): Record<string, unknown> | undefined {
  if (source !== null && typeof source === 'object' && !Array.isArray(source)) return record(source);
  if (typeof source !== 'string') return undefined;
  try {
    return objectIn(JSON.parse(source) as unknown as object);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
