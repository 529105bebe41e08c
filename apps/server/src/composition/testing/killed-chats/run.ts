import { atFullLength } from '../killable/at-full-length.ts';
import { killedChats } from './killed-chats.ts';

/** The killed-chats test at its full length: `node apps/server/src/composition/testing/killed-chats/run.ts [sqlite|one-at-a-time|mongodb] [chats]`. */
await atFullLength((options, chats) => killedChats({ ...options, chats }));
