import type { EndState, WorkState } from './work-document.ts';

/** Another piece of work holds the slot. */
export class SlotTaken extends Error {
  constructor(slot: string) {
    super(`Another piece of work holds ${slot}.`);
    this.name = 'SlotTaken';
  }
}

/** The work is not in the state that the call is for. */
class NotInState extends Error {
  readonly state: WorkState | 'missing';

  constructor(id: string, state: WorkState | 'missing', expected: WorkState) {
    super(`The work ${id} is ${state}, not ${expected}.`);
    this.state = state;
  }
}

/** The work does not wait for anything. */
export class NotWaiting extends NotInState {
  constructor(id: string, state: WorkState | 'missing') {
    super(id, state, 'waiting');
    this.name = 'NotWaiting';
  }
}

/** The work has ended, so nothing can be given to it. */
export class HasEnded extends Error {
  readonly state: EndState | 'missing';

  constructor(id: string, state: EndState | 'missing') {
    super(`The work ${id} is ${state}: it has ended.`);
    this.name = 'HasEnded';
    this.state = state;
  }
}

/** The work has not failed, so there is nothing to try again. */
export class NotFailed extends NotInState {
  constructor(id: string, state: WorkState | 'missing') {
    super(id, state, 'failed');
    this.name = 'NotFailed';
  }
}

/** Work of this kind answers for its own failures: it keeps nothing to try it again with. */
export class NotRetryable extends Error {
  constructor(id: string, kind: string) {
    super(`The work ${id} is of the kind ${kind}, which cannot be tried again.`);
    this.name = 'NotRetryable';
  }
}
