import { documentReasonOf } from '@buckle/contract';
import { BuckleError, NotFound } from '#kernel/errors.ts';
import { SlotTaken } from './errors.ts';
import type { WorkContext, WorkKind } from './kind.ts';
import type { StartOptions } from './start-work.ts';
import type { Work } from './work.ts';

/**
 * After so long it is looked once more for what calls have written that were under way when a thing was
 * deleted, in milliseconds; one whose process was killed cannot take back what it wrote.
 */
export const SECOND_LOOK = 60_000;

/**
 * A kind of work that removes what was deleted. Users cannot cancel it, since nobody could find the rest
 * of what it has begun to remove; `run` throws where it has to be tried again, for days, and resolves
 * where all is gone, or to a time (milliseconds) at which to look once more.
 */
export function removalKind<Input>(kind: string, run: (work: WorkContext<Input>) => Promise<number | void>): WorkKind<Input, undefined> {
  return {
    kind,
    uncancelable: true,
    retry: { retries: 100, firstDelay: 1_000, longestDelay: 3_600_000 },
    reasonOf: (error) => (error instanceof BuckleError ? error.reasonCode : documentReasonOf('removal_broken', {})),
    async run(work) {
      const until = await run(work);
      return until === undefined ? { state: 'completed' } : { state: 'waiting', until, entries: [{ type: LOOKED }], writes: [] };
    },
    conclude: () => [],
    giveUp: () => [],
  };
}

/** Begins the removal of a thing, whose slot only one removal holds. Throws `NotFound` of the thing where somebody else was faster. */
export async function startRemoval<Input>(
  work: Pick<Work, 'start'>,
  kind: WorkKind<Input, undefined>,
  options: StartOptions<Input>,
  thing: { readonly type: string; readonly id: string },
): Promise<void> {
  try {
    await work.start(kind, options);
  } catch (error) {
    if (error instanceof SlotTaken) throw new NotFound(thing.type, thing.id);
    throw error;
  }
}

const LOOKED = 'removal/looked';

/** Whether a removal was gone through before, and has waited since. */
export function isSecondLook({ journal }: Pick<WorkContext<unknown>, 'journal'>): boolean {
  return journal.find(LOOKED) !== undefined;
}
