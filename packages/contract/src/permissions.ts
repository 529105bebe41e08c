/** What a role in a workspace can allow. The table of roles stands beside the check in the server. */
export const permissions = [
  'workspace.read',
  'workspace.manage',
  /** Gives and takes the role of owner. */
  'workspace.own',
  'member.read',
  'member.manage',
  'bot.read',
  'bot.edit',
  'bot.publish',
  'bot.chat',
  'workflow.read',
  'workflow.edit',
  'workflow.publish',
  'workflow.run',
  'knowledge.read',
  'knowledge.edit',
  'knowledge.search',
  'conversation.read',
  'conversation.write',
  'trace.read',
  'file.read',
  'file.write',
  'variable.read',
  'variable.write',
  'model.read',
  'model.manage',
  'work.read',
  'work.manage',
  'usage.read',
  'audit.read',
] as const;

export type Permission = (typeof permissions)[number];

/** What a credential can allow beside permissions in workspaces: the user's own account, and the instance. */
export const accountScopes = ['account.read', 'account.manage', 'instance.manage'] as const;

export type AccountScope = (typeof accountScopes)[number];

/** What a token can be limited to: permissions by their own names, and the account's scopes. */
export const scopes = [...permissions, ...accountScopes] as const;

export type Scope = (typeof scopes)[number];

/** What no app is ever given: with these it could outlive its authorization, or act for more than its user. */
const withheldFromApps = ['workspace.own', 'workspace.manage', 'account.manage', 'instance.manage'] as const;

/** What an OAuth app can ask a user for. */
export const appScopes = scopes.filter((scope): scope is Exclude<Scope, (typeof withheldFromApps)[number]> =>
  withheldFromApps.every((withheld) => withheld !== scope),
);

export type AppScope = (typeof appScopes)[number];
