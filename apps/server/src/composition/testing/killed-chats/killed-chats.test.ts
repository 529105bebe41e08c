import { describeKills } from '../killable/describe-kills.ts';
import { killedChats } from './killed-chats.ts';

describeKills('a server that is killed again and again keeps what it acknowledged and repeats nothing finished', {
  count: 24,
  concurrency: 4,
  life: [2, 12],
  commits: [30, 150],
  kill: (options, chats) => killedChats({ ...options, chats }),
});
