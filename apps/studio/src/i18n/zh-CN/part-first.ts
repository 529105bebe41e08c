export { botEditor } from './bot-editor.ts';
export { bots } from './bots.ts';
export { chat } from './chat.ts';
export { common } from './common.ts';
export { drafts } from './drafts.ts';
export { entrance } from './entrance.ts';
export { sharedBot } from './shared-bot.ts';
export { shell } from './shell.ts';
