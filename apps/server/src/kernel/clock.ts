/** A source of time, in milliseconds since 1970. Passed in, so that tests can set it. */
export interface Clock {
  now(): number;
}

/** The machine's clock, held back from ever going back. */
export class SystemClock implements Clock {
  #last = 0;

  now(): number {
    const now = Date.now();
    if (now > this.#last) this.#last = now;
    return this.#last;
  }
}

/** A clock that stands still until it is told to move. For tests. */
export class ManualClock implements Clock {
  #now: number;

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** Milliseconds as the whole seconds that the Coze API speaks. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
