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

/** Whether the disk, or the largest size of the file, is reached. */
export function isFull(error: unknown): boolean {
  return resultCode(error) === FULL;
}

/** Whether a unique value is taken. */
export function isConstraint(error: unknown): error is Error {
  return resultCode(error) === CONSTRAINT;
}
