/** Words of workspaces. */
export const workspaces = {
  overview: 'Overview',
  personalText: 'Your personal workspace: only you see what is in it.',
  teamText: 'A team workspace: its members share what is in it.',
  yourRole: 'Your role',
  id: 'Workspace id',
  idHint: 'Calls of the API name the workspace by it.',
  createdAt: 'Created',
  rename: 'Rename',
  renameTitle: 'Rename the workspace',
  createTitle: 'New team workspace',
  createText: 'You become its owner and can add members.',
  created: 'The workspace is created',
  next: 'Next',
  toMembers: 'See who works here',
  toTokens: 'Make an access token for the API',
  toReference: 'Read the API reference',
} as const;
