import { getPriority, setPriority } from 'node:os';

/** Of the steps up to 19 that Linux knows: beside threads at 0, one at 10 gets about a tenth of a processor. */
const BACKGROUND = 10;

/**
 * Lets all other threads have the processor before the one that calls this: for work that nobody waits for by the second.
 * Linux alone counts priorities by thread; elsewhere the whole process would yield, so nothing is done there.
 */
export function yieldProcessor(): void {
  // Whoever started the process may have put it further behind; only root could bring it forward again.
  if (process.platform === 'linux' && getPriority() < BACKGROUND) setPriority(BACKGROUND);
}
