import type { EndState, WorkState } from './work-document.ts';

/** That work has ended; `milliseconds` since it was started, with all that it waited for. */
export interface WorkEnded {
  readonly kind: string;
  readonly state: EndState;
  readonly milliseconds: number;
}

/** Who watches work, to count or to trace it. */
export interface WorkObserver {
  /** Told of all work that ends in this process. */
  readonly onEnded?: ((ended: WorkEnded) => void) | undefined;
  /** Is to call `run` at once, which runs a piece of work until it ends or waits, and return what that comes to. */
  readonly around?:
    | (<R extends { readonly state: WorkState }>(work: { readonly id: string; readonly kind: string }, run: () => Promise<R>) => Promise<R>)
    | undefined;
}
