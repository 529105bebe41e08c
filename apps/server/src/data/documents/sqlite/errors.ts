const OK = 0;
const BUSY = 5;
const LOCKED = 6;
const FULL = 13;
const CONSTRAINT = 19;

/** The result code of an error of SQLite, without its extension; `undefined` for any other error. */
function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

/** Whether SQLite threw it. */
export function isSqliteError(error: unknown): boolean {
  return resultCode(error) !== undefined;
}

/**
 * Whether another use of the database is in the way. Node asks a connection for the code after a copy in
 * another thread has failed; a statement that succeeded in between leaves none there ("not an error").
 */
export function isLocked(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED || code === OK;
}

/** Whether the disk, or the largest size of the file, is reached. */
export function isFull(error: unknown): boolean {
  return resultCode(error) === FULL;
}

/** Whether a unique value is taken. */
export function isConstraint(error: unknown): error is Error {
  return resultCode(error) === CONSTRAINT;
}
