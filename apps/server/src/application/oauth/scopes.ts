import { type AppScope, appScopes } from '@buckle/contract';
import { OAuthRefusal } from '#kernel/errors.ts';

/** What an app needs that talks with bots in its users' names. */
const chatting: readonly AppScope[] = [
  'bot.read', 'bot.chat', 'conversation.read', 'conversation.write', 'file.read', 'file.write', 'variable.read', 'variable.write',
];

/**
 * What Coze's names of permissions mean here. Coze writes some with what they belong to before a dot,
 * which is left out.
 */
const cozePermissions: Readonly<Record<string, readonly AppScope[]>> = {
  botChat: chatting,
  botManage: ['bot.read', 'bot.edit', 'bot.publish'],
  chat: ['bot.chat'],
  retrieveChat: ['conversation.read'],
  cancelChat: ['bot.chat'],
  getMetadata: ['bot.read'],
  listBot: ['bot.read'],
  listBotVersion: ['bot.read'],
  createBot: ['bot.edit'],
  updateBot: ['bot.edit'],
  publish: ['bot.publish'],
  createConversation: ['conversation.write'],
  editConversation: ['conversation.write'],
  retrieveConversation: ['conversation.read'],
  listConversation: ['conversation.read'],
  createMessage: ['conversation.write'],
  modifyMessage: ['conversation.write'],
  deleteMessage: ['conversation.write'],
  retrieveMessage: ['conversation.read'],
  listMessage: ['conversation.read'],
  uploadFile: ['file.write'],
  retrieveFile: ['file.read'],
  readVariable: ['variable.read'],
  updateVariable: ['variable.write'],
  listWorkspace: ['workspace.read'],
  listWorkspaceMember: ['member.read'],
  addWorkspaceMember: ['member.manage'],
  removeWorkspaceMember: ['member.manage'],
  getMe: ['account.read'],
};

/**
 * What an app may ask for of what it names, by Buckle's names or Coze's; all of it where it names
 * nothing. Throws `OAuthRefusal` for a name that means nothing, and where nothing is left.
 */
export function scopesFor(app: { readonly scopes: readonly AppScope[] }, names: readonly string[] | undefined): readonly AppScope[] {
  if (names === undefined) return app.scopes;
  const named = new Set(names.flatMap(scopesNamed));
  const granted = app.scopes.filter((scope) => named.has(scope));
  if (granted.length === 0) throw new OAuthRefusal('invalid_scope', 'The app may ask for none of these permissions.');
  return granted;
}

/** The names in a `scope` parameter. */
export function namesIn(scope: string | undefined): string[] | undefined {
  return scope?.split(' ').filter((name) => name !== '');
}

function scopesNamed(name: string): readonly AppScope[] {
  const own = appScopes.find((scope) => scope === name);
  if (own) return [own];
  const coze = name.slice(name.lastIndexOf('.') + 1);
  const meant = Object.hasOwn(cozePermissions, coze) ? cozePermissions[coze] : undefined;
  if (!meant) throw new OAuthRefusal('invalid_scope', `There is no permission ${JSON.stringify(name)} that an app can ask for.`);
  return meant;
}
