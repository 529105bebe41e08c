import { z } from 'zod';
import { displayName, email, givenPassword, newPassword } from './account-fields.ts';
import { endpoint } from './define.ts';
import { profile } from './users.ts';

const tag = 'Sign-in';

const person = {
  email,
  password: newPassword,
  name: displayName.optional().describe('The part of the e-mail before the @ where absent'),
};

const signedIn = z.object({
  user: profile,
  access_expires_in: z.int().describe('Seconds until the access cookie must be refreshed'),
});

/** Who may make an account: nobody, everybody, or whoever holds an invitation. */
export const registrations = ['closed', 'open', 'invite'] as const;

export type Registration = (typeof registrations)[number];

/** What somebody who is not signed in must know to come in. */
export const getEntrance = endpoint('GET', '/api/auth/entrance', {
  name: 'getEntrance',
  tag,
  summary: 'How one gets into this instance',
  authentication: 'none',
  answer: z.object({
    set_up: z.boolean().describe('Whether the first account has been claimed, with the link that the start prints'),
    registration: z.enum(registrations),
  }),
});

/** Creates the instance administrator with the one-time token that the first start prints. */
export const setUp = endpoint('POST', '/api/setup', {
  name: 'setUp',
  tag,
  summary: 'Create the first account, with the one-time set-up token, and sign in',
  authentication: 'none',
  body: z.strictObject({ ...person, token: z.string().min(1).max(200) }),
  answer: signedIn,
});

/** Starts a session. */
export const signIn = endpoint('POST', '/api/auth/login', {
  name: 'signIn',
  tag,
  summary: 'Sign in with e-mail and password; the session stands in HttpOnly cookies',
  authentication: 'none',
  body: z.strictObject({ email, password: givenPassword }),
  answer: signedIn,
});

/** Exchanges the refresh cookie for new cookies. */
export const refreshSession = endpoint('POST', '/api/auth/refresh', {
  name: 'refreshSession',
  tag,
  summary: 'Renew the session with its refresh cookie',
  authentication: 'none',
  answer: signedIn,
});

/** Ends the session of the cookies. */
export const signOut = endpoint('POST', '/api/auth/logout', {
  name: 'signOut',
  tag,
  summary: 'End the session of the cookies',
  authentication: 'none',
});

/** Creates an account where the instance lets people register. */
export const register = endpoint('POST', '/api/auth/register', {
  name: 'register',
  tag,
  summary: 'Create an account, where registration is open or with an invitation, and sign in',
  authentication: 'none',
  body: z.strictObject({ ...person, invitation: z.string().min(1).max(200).optional() }),
  answer: signedIn,
});

/** Sets a new password with the one-time token that an administrator handed over. */
export const resetPassword = endpoint('POST', '/api/auth/reset-password', {
  name: 'resetPassword',
  tag,
  summary: 'Set a new password with a one-time token; every session of the account ends',
  authentication: 'none',
  body: z.strictObject({ token: z.string().min(1).max(200), password: newPassword }),
});
