/** The log, as far as the code below the composition root knows it: structured fields, then words. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A log that keeps nothing. For tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
