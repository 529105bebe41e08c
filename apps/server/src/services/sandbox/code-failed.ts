/** Why code of a user did not give a result; stable. */
export type CodeFailure =
  /** It cannot be read. */
  | 'syntax'
  /** It has no function `main`. */
  | 'no_main'
  /** It threw an error, or ended before `main` did. */
  | 'thrown'
  /** It took longer than it may. */
  | 'timeout'
  /** It used more memory than it may, or recursed too deeply. */
  | 'memory'
  /** What `main` returned is too large, or cannot be written as JSON. */
  | 'output'
  /** Code of this language cannot be run here; the message says why and what to do. */
  | 'unavailable'
  /** The caller's signal was aborted. */
  | 'canceled';

/** What is known about a failure beside its message. */
export interface CodeFailedDetails extends ErrorOptions {
  /** The line of the user's code, from 1. */
  readonly line?: number | undefined;
  readonly logs?: readonly string[];
}

/** Code of a user failed, or could not be run. The message is for its author and names the line where that is known. */
export class CodeFailed extends Error {
  override readonly name = 'CodeFailed';
  readonly code: CodeFailure;
  readonly line: number | undefined;
  /** What it had printed, as far as that could still be had. */
  readonly logs: readonly string[];

  constructor(code: CodeFailure, message: string, { line, logs = [], ...options }: CodeFailedDetails = {}) {
    super(line === undefined ? message : `Line ${line}: ${message}`, options);
    this.code = code;
    this.line = line;
    this.logs = logs;
  }
}
