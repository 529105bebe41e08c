import { z } from 'zod';
import { nameOf } from './names.ts';

/** An e-mail address, in lower case. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** The shortest new password, in characters. */
export const shortestPassword = 10;

/** A new password. Length is what counts; what it is made of is the user's business. */
export const newPassword = z.string().min(shortestPassword).max(256);

/** A password to be checked: whether it is right is for the operation to say. */
export const givenPassword = z.string().min(1).max(256);

/** The name of an account, a workspace or a token. */
export const displayName = nameOf(64);

/** The address of a picture; empty for none. */
export const pictureUrl = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2000)]);
