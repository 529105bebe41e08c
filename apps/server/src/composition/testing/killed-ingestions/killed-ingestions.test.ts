import { describeKills } from '../killable/describe-kills.ts';
import { killedIngestions, LIVES } from './killed-ingestions.ts';

describeKills('a server that is killed again and again reads every document as if nobody had disturbed it', {
  count: 18,
  concurrency: 4,
  ...LIVES,
  kill: (options, count) => killedIngestions({ ...options, count }),
});
