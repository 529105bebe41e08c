import { describeKills } from '../killable/describe-kills.ts';
import { killedRuns } from './killed-runs.ts';

/** Each workflow is run in each way once. */
describeKills('a run of a server that is killed again and again ends as if nobody had disturbed it, and does nothing finished twice', {
  count: 15,
  concurrency: 5,
  life: [5, 50],
  commits: [60, 300],
  kill: (options, runs) => killedRuns({ ...options, runs }),
});
