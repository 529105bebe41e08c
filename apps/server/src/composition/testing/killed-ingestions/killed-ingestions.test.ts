import { describeKills } from '../killable/describe-kills.ts';
import { killedIngestions } from './killed-ingestions.ts';

/** Each kind of document comes to half of the fates, and is a few batches long. */
describeKills('a document on a server that is killed again and again is read as if nobody had disturbed it, and leaves nothing when it is deleted', {
  count: 9,
  concurrency: 5,
  life: [1, 6],
  commits: [200, 700],
  kill: (options, count) => killedIngestions({ ...options, count, length: 1 / 5 }),
});
