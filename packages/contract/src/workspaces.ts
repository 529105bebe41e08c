import { z } from 'zod';
import { displayName, pictureUrl } from './account-fields.ts';
import { idInRequest, numberedPage, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { permissions } from './permissions.ts';
import { removal } from './work.ts';

const tag = 'Workspaces';

/** Roles in a workspace, from the one that may most to the one that may least. */
export const roles = ['owner', 'admin', 'editor', 'operator', 'viewer'] as const;

export type Role = (typeof roles)[number];

/** Coze knows three roles: editors, operators and viewers are its members. */
export const cozeRoles = ['owner', 'admin', 'member'] as const;

export const workspaceKinds = ['personal', 'team'] as const;

/** A workspace as its member sees it. */
export const workspace = z.object({
  id: z.string(),
  name: z.string(),
  icon_url: z.string(),
  kind: z.enum(workspaceKinds),
  role: z.enum(roles).describe("The caller's"),
  permissions: z.array(z.enum(permissions)).describe('What that role allows'),
  created_at: timestamp,
});

export type Workspace = z.input<typeof workspace>;

const params = z.object({ workspace_id: idInRequest });

/** Coze's list of the caller's workspaces. */
export const listCozeWorkspaces = endpoint('GET', '/v1/workspaces', {
  name: 'listCozeWorkspaces',
  tag,
  summary: 'The workspaces of the caller, in pages by number',
  query: numberedPage(50),
  answer: z.object({
    total_count: z.int(),
    workspaces: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        icon_url: z.string(),
        role_type: z.enum(cozeRoles),
        workspace_type: z.enum(workspaceKinds),
        enterprise_id: z.string(),
      }),
    ),
  }),
});

/** The caller's workspaces. */
export const listWorkspaces = endpoint('GET', '/api/workspaces', {
  name: 'listWorkspaces',
  tag,
  summary: 'The workspaces of the caller',
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(workspace),
});

/** Makes a team workspace. */
export const createWorkspace = endpoint('POST', '/api/workspaces', {
  name: 'createWorkspace',
  tag,
  summary: 'Make a team workspace, owned by the caller',
  body: z.strictObject({ name: displayName, icon_url: pictureUrl.default('') }),
  answer: workspace,
  creates: true,
});

/** One workspace. */
export const getWorkspace = endpoint('GET', '/api/workspaces/{workspace_id}', {
  name: 'getWorkspace',
  tag,
  summary: 'One workspace',
  permission: 'workspace.read',
  params,
  answer: workspace,
});

/** Renames a workspace or changes its picture. */
export const updateWorkspace = endpoint('PATCH', '/api/workspaces/{workspace_id}', {
  name: 'updateWorkspace',
  tag,
  summary: 'Change the name or picture of a workspace',
  permission: 'workspace.manage',
  params,
  body: z.strictObject({ name: displayName.optional(), icon_url: pictureUrl.optional() }),
  answer: workspace,
});

/** Deletes a team workspace. */
export const deleteWorkspace = endpoint('DELETE', '/api/workspaces/{workspace_id}', {
  name: 'deleteWorkspace',
  tag,
  summary: 'Delete a team workspace with all that it holds: nobody is let in any more, and work of the instance removes the rest',
  permission: 'workspace.own',
  params,
  answer: removal,
});
