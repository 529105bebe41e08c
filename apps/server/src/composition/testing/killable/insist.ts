import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../call-endpoint.ts';

const PAUSE = 20;
/** The first call with a key is still under way, or what is asked for cannot be done at the moment: to be tried again. */
export const CONFLICT = 409;

/** Does something until it is acknowledged. */
export async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      throwUnlessPassing(error);
      await pause(PAUSE);
    }
  }
}

/** Lets a server's death pass, and a conflict with what an earlier call has begun. */
export function throwUnlessPassing(error: unknown): void {
  if (error instanceof TypeError || (error instanceof Refused && error.status === CONFLICT)) return;
  throw error;
}
