import { z } from 'zod';
import { email } from './account-fields.ts';
import { idInRequest, numberedPage, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { cozeRoles, roles } from './workspaces.ts';

const tag = 'Workspaces';

/** A member of a workspace. */
export const member = z.object({
  user_id: z.string(),
  name: z.string(),
  nick_name: z.string(),
  avatar_url: z.string(),
  email: z.string(),
  role: z.enum(roles),
  joined_at: timestamp,
});

export type Member = z.input<typeof member>;

const cozeParams = z.object({ workspace_id: idInRequest });
const params = z.object({ workspace_id: idInRequest, user_id: idInRequest });
const role = z.enum(roles);
const ids = z.array(z.string());

/** Coze's list of members. */
export const listCozeMembers = endpoint('GET', '/v1/workspaces/{workspace_id}/members', {
  name: 'listCozeMembers',
  tag,
  summary: 'The members of a workspace, in pages by number',
  permission: 'member.read',
  params: cozeParams,
  query: numberedPage(50),
  answer: z.object({
    total_count: z.int(),
    items: z.array(
      z.object({
        user_id: z.string(),
        role_type: z.enum(cozeRoles),
        user_nickname: z.string(),
        user_unique_name: z.string(),
        avatar_url: z.string(),
      }),
    ),
  }),
});

/** Adds members as Coze does: a `member` becomes an editor. */
export const addCozeMembers = endpoint('POST', '/v1/workspaces/{workspace_id}/members', {
  name: 'addCozeMembers',
  tag,
  summary: 'Add up to 20 users to a workspace',
  permission: 'member.manage',
  params: cozeParams,
  body: z.object({
    users: z
      .array(z.object({ user_id: idInRequest, role_type: z.enum(['admin', 'member']).default('member') }))
      .min(1)
      .max(20),
  }),
  answer: z.object({
    added_success_user_ids: ids,
    invited_success_user_ids: ids,
    not_exist_user_ids: ids,
    already_joined_user_ids: ids,
    already_invited_user_ids: ids,
  }),
});

/** Removes members as Coze does. */
export const removeCozeMembers = endpoint('DELETE', '/v1/workspaces/{workspace_id}/members', {
  name: 'removeCozeMembers',
  tag,
  summary: 'Remove up to 5 users from a workspace',
  permission: 'member.manage',
  params: cozeParams,
  body: z.object({ user_ids: z.array(idInRequest).min(1).max(5) }),
  answer: z.object({
    removed_success_user_ids: ids,
    not_in_workspace_user_ids: ids,
    owner_not_support_remove_user_ids: ids,
  }),
});

/** The members of a workspace. */
export const listMembers = endpoint('GET', '/api/workspaces/{workspace_id}/members', {
  name: 'listMembers',
  tag,
  summary: 'The members of a workspace',
  permission: 'member.read',
  params: cozeParams,
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(member),
});

/** Adds a member. */
export const addMember = endpoint('POST', '/api/workspaces/{workspace_id}/members', {
  name: 'addMember',
  tag,
  summary: 'Add an account of this instance to a team workspace, by its id or its e-mail',
  permission: 'member.manage',
  params: cozeParams,
  body: z.union([
    z.strictObject({ user_id: idInRequest, role }),
    z.strictObject({ email, role }),
  ]),
  answer: member,
});

/** Changes a member's role. */
export const updateMember = endpoint('PATCH', '/api/workspaces/{workspace_id}/members/{user_id}', {
  name: 'updateMember',
  tag,
  summary: 'Change the role of a member',
  permission: 'member.manage',
  params,
  body: z.strictObject({ role }),
  answer: member,
});

/** Removes a member, or lets the caller leave. */
export const removeMember = endpoint('DELETE', '/api/workspaces/{workspace_id}/members/{user_id}', {
  name: 'removeMember',
  tag,
  summary: 'Remove a member, or leave the workspace oneself',
  permission: 'member.manage',
  params,
});
