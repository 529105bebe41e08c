/** What a role in a workspace can allow. The table of roles stands beside the check in the server. */
export const permissions = [
  'workspace.read',
  'workspace.manage',
  'member.read',
  'member.manage',
  'bot.read',
  'bot.edit',
  'bot.publish',
  'bot.chat',
  'conversation.read',
  'conversation.write',
  'trace.read',
  'file.read',
  'file.write',
  'variable.read',
  'variable.write',
  'model.read',
  'model.manage',
  'usage.read',
  'audit.read',
] as const;

export type Permission = (typeof permissions)[number];
