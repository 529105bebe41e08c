import { atFullLength } from '../killable/at-full-length.ts';
import { killedRuns } from './killed-runs.ts';

/** The killed-runs test at its full length: `node apps/server/src/composition/testing/killed-runs/run.ts [sqlite|one-at-a-time|mongodb] [runs]`. */
await atFullLength(({ life: [least, most], ...options }, runs) => killedRuns({ ...options, life: [least, 2 * most], runs }));
