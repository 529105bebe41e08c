import { describeKills } from '../killable/describe-kills.ts';
import { killedIngestions } from './killed-ingestions.ts';

/** Each fate once; the longest documents are two batches long. */
describeKills('a document on a server that is killed again and again is read as if nobody had disturbed it, and leaves nothing when it is deleted', {
  count: 6,
  concurrency: 3,
  life: [1, 6],
  commits: [150, 500],
  kill: (options, count) => killedIngestions({ ...options, count, length: 1 / 10 }),
});
