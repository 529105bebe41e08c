import { z } from 'zod';
import { displayName, email, givenPassword, newPassword, pictureUrl } from './account-fields.ts';
import { idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { optionalNameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { removal } from './work.ts';

const tag = 'Users';

/** An account as its own user sees it, and instance administrators. */
export const profile = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  nick_name: z.string(),
  avatar_url: z.string(),
  instance_admin: z.boolean(),
  disabled: z.boolean(),
  personal_workspace_id: z.string(),
  created_at: timestamp,
});

export type Profile = z.input<typeof profile>;

const params = z.object({ user_id: idInRequest });

/** A one-time token and the page of this instance that takes it. */
export const oneTimeLink = z.object({
  token: z.string(),
  path: z.string().describe('To be opened under the address of this instance'),
  expires_at: timestamp,
});

export type OneTimeLink = z.input<typeof oneTimeLink>;

/** Coze's account of the caller. */
export const getMe = endpoint('GET', '/v1/users/me', {
  name: 'getMe',
  tag,
  summary: 'The account of the caller',
  answer: z.object({
    user_id: z.string(),
    user_name: z.string(),
    nick_name: z.string(),
    avatar_url: z.string(),
  }),
});

/** The caller's account in full. */
export const getProfile = endpoint('GET', '/api/users/me', {
  name: 'getProfile',
  tag,
  summary: 'The account of the caller in full',
  answer: profile,
});

/** Changes what others see of the caller. */
export const updateProfile = endpoint('PATCH', '/api/users/me', {
  name: 'updateProfile',
  tag,
  summary: 'Change name, nick name or picture of the caller',
  body: z.strictObject({
    name: displayName.optional(),
    nick_name: optionalNameOf(64).optional(),
    avatar_url: pictureUrl.optional(),
  }),
  answer: profile,
});

/** Changes the caller's password. */
export const changePassword = endpoint('PUT', '/api/users/me/password', {
  name: 'changePassword',
  tag,
  summary: "Change the caller's password; other sessions end",
  body: z.strictObject({ current_password: givenPassword, new_password: newPassword }),
});

/** Deletes the caller's account. */
export const deleteOwnAccount = endpoint('POST', '/api/users/me/deletion', {
  name: 'deleteOwnAccount',
  tag,
  summary: "Delete the caller's account with its personal workspace; what it said in team workspaces stays theirs",
  body: z.strictObject({ password: givenPassword }),
  answer: removal,
});

/** Every account of the instance. */
export const listUsers = endpoint('GET', '/api/users', {
  name: 'listUsers',
  tag,
  summary: 'Accounts of the instance (instance administrators)',
  query: z.strictObject({
    ...tokenPageQuery,
    email: z.string().trim().toLowerCase().min(1).max(254).optional().describe("The e-mail's beginning"),
  }),
  answer: tokenPage(profile),
});

/** Adds an account. */
export const createUser = endpoint('POST', '/api/users', {
  name: 'createUser',
  tag,
  summary: 'Add an account (instance administrators); without a password, a one-time link lets its user choose one',
  body: z.strictObject({
    email,
    name: displayName.optional(),
    password: newPassword.optional(),
    instance_admin: z.boolean().default(false),
  }),
  answer: z.object({ user: profile, password_link: oneTimeLink.optional() }),
});

/** One account. */
export const getUser = endpoint('GET', '/api/users/{user_id}', {
  name: 'getUser',
  tag,
  summary: 'One account (instance administrators)',
  params,
  answer: profile,
});

/** Changes an account's standing. */
export const updateUser = endpoint('PATCH', '/api/users/{user_id}', {
  name: 'updateUser',
  tag,
  summary: 'Disable or enable an account, or make it an instance administrator (instance administrators)',
  params,
  body: z.strictObject({ disabled: z.boolean().optional(), instance_admin: z.boolean().optional() }),
  answer: profile,
});

/** Deletes an account. */
export const deleteUser = endpoint('DELETE', '/api/users/{user_id}', {
  name: 'deleteUser',
  tag,
  summary: 'Delete an account with its personal workspace; refused for the last owner of a team workspace (instance administrators)',
  params,
  answer: removal,
});

/** Hands out a one-time link that sets a new password. */
export const createPasswordReset = endpoint('POST', '/api/users/{user_id}/password-reset', {
  name: 'createPasswordReset',
  tag,
  summary: 'A one-time link that sets a new password (instance administrators)',
  params,
  answer: oneTimeLink,
});

/** Hands out a one-time link to register with. */
export const createInvitation = endpoint('POST', '/api/invitations', {
  name: 'createInvitation',
  tag,
  summary: 'A one-time link to register with (instance administrators)',
  body: z.strictObject({ email: email.optional().describe('Only this address may use it') }),
  answer: oneTimeLink,
});
