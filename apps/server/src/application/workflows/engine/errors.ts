import { BuckleError } from '#kernel/errors.ts';

/** What a node says when it fails. */
export interface Failure {
  /** Stable, for who handles it: what `errorBody.errorCode` has. */
  readonly code: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** A node cannot do its work, for a reason that its author or user can mend. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly code: string;
  /** Whether another attempt may help. */
  readonly isFinal: boolean;

  constructor(code: string, message: string, { isFinal = false, ...options }: ErrorOptions & { readonly isFinal?: boolean } = {}) {
    super(message, options);
    this.code = code;
    this.isFinal = isFinal;
  }
}

/** The node that failed: its path in the run, its id and its title. */
export interface FailedNode {
  readonly path: string;
  readonly id: string;
  readonly title: string;
}

/** A run failed in one of its nodes, or before the first. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
  readonly failure: Failure;
  readonly node: FailedNode | undefined;

  constructor(failure: Failure, node?: FailedNode, options?: ErrorOptions) {
    super(node === undefined ? failure.message : `"${node.title}" failed: ${failure.message}`, options);
    this.failure = failure;
    this.node = node;
  }

  /** The failure of a node that stands for an error. */
  static of(error: unknown, node: FailedNode): RunFailed {
    return new RunFailed(failureOf(error), node, { cause: error });
  }
}

/** The codes that the engine itself gives. */
export const codes = {
  timeout: 'timeout',
  internal: 'internal_error',
  input: 'invalid_input',
  output: 'output_too_large',
  limit: 'limit_reached',
  dropped: 'question_dropped',
} as const;

/** The failure that an error stands for. A defect says no more than that it is one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NodeError) return { code: error.code, message: error.message };
  if (error instanceof RunFailed) return error.failure;
  if (error instanceof BuckleError) return { code: String(error.code), message: error.message };
  return { code: codes.internal, message: 'An internal error ended it; the log of the server has the details.' };
}
