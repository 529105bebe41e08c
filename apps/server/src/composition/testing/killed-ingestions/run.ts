import { atFullLength } from '../killable/at-full-length.ts';
import { killedIngestions, LIVES } from './killed-ingestions.ts';

/** The killed-ingestions test at its full length: `node apps/server/src/composition/testing/killed-ingestions/run.ts [sqlite|one-at-a-time|mongodb] [documents]`. */
await atFullLength((options, count) => killedIngestions({ ...options, count, length: 1 }), LIVES);
