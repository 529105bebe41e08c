import { timingSafeEqual } from 'node:crypto';
import type { shareEntrances } from '@buckle/contract';
import type { BotVersionDocument } from '#application/bots/index.ts';
import type { Visitor } from '#application/conversations/index.ts';
import { randomToken } from '#application/identity/index.ts';
import { NotFound, PermissionDenied, Unauthenticated } from '#kernel/errors.ts';
import type { Call } from '#kernel/route.ts';
import type { SharingContext } from './context.ts';
import type { ShareDocument } from './share-document.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** What a visitor has to do before they can talk. */
export type Entrance = (typeof shareEntrances)[number];

/** A shared bot as a visitor meets it. */
export interface SharedPage {
  readonly share: ShareDocument;
  readonly version: BotVersionDocument;
  readonly entrance: Entrance;
  /** Who they are, where they have been let in and are known. */
  readonly visitor: Visitor | undefined;
}

/** What a call shows of its sender. */
export type VisitorCall = Pick<Call, 'cookies' | 'address' | 'setCookie'>;

/** The page with this slug. Throws `NotFound` where there is none, or its bot is not online. */
export async function findPage(context: SharingContext, slug: string, call: VisitorCall): Promise<SharedPage> {
  const found = await findShared(context, slug);
  if (!found) throw new NotFound('shared bot', slug);
  const { share, version } = found;
  const visitor = await visitorOf(context, share, call);
  return { share, version, visitor, entrance: entranceOf(context, share, call, visitor) };
}

/** What anybody may know of a page who has its address. */
export interface Introduction {
  /** Whether search engines may list it: it is for everybody. */
  readonly isListed: boolean;
  readonly name: string;
  readonly description: string;
  /** What the bot says first. */
  readonly prologue: string;
}

/** Introduces the page with this slug; undefined where it is not there, or lets nobody in that it does not know. */
export async function introduce(context: SharingContext, slug: string): Promise<Introduction | undefined> {
  const found = await findShared(context, slug);
  if (!found || (found.share.access !== 'public' && found.share.access !== 'link')) return undefined;
  const { name, description, onboarding } = found.version.definition;
  return { isListed: found.share.access === 'public', name, description, prologue: onboarding.prologue };
}

async function findShared({ shares, bots }: SharingContext, slug: string): Promise<Pick<SharedPage, 'share' | 'version'> | undefined> {
  const { items } = await shares.find({ where: { slug }, limit: 1 });
  const [share] = items;
  const version = share && share.access !== 'off' ? await bots.online.current(share.id) : undefined;
  return share && version ? { share, version } : undefined;
}

/** The page, for a visitor who may talk. Throws as `findPage` does, `PermissionDenied` and `Unauthenticated`. */
export async function findVisit(context: SharingContext, slug: string, call: VisitorCall): Promise<SharedPage & { readonly visitor: Visitor }> {
  const page = await findPage(context, slug, call);
  if (page.entrance === 'sign_in') throw new Unauthenticated('This bot is for members of its workspace: sign in.');
  if (page.entrance === 'password') throw new PermissionDenied('This bot is behind a password: give it first.');
  if (!page.visitor) throw new PermissionDenied('Your browser is not known here: it must keep the cookies of this page, so reload it.');
  return { ...page, visitor: page.visitor };
}

/**
 * Who calls. A member is known by their session, everybody else by a secret that their browser keeps;
 * a bot's workspace sees a hash of it, which is another for each bot.
 */
async function visitorOf(context: SharingContext, share: ShareDocument, call: VisitorCall): Promise<Visitor | undefined> {
  const place = { botId: share.id, workspaceId: share.workspaceId };
  if (share.access === 'members') {
    const id = await memberOf(context, share, call);
    return id === undefined ? undefined : { id, ...place };
  }
  const secret = call.cookies[visitorCookie(context)];
  return secret ? { id: `visitor-${context.hash.of('visitor', `${share.id}\n${secret}`).slice(0, 22)}`, ...place } : undefined;
}

async function memberOf({ identity }: SharingContext, { workspaceId }: ShareDocument, call: VisitorCall): Promise<string | undefined> {
  const accessCookie = call.cookies[identity.cookies.access];
  if (!accessCookie) return undefined;
  try {
    const { userId } = await identity.authenticate({ accessCookie, address: call.address });
    return (await identity.roleIn(workspaceId, userId)) === undefined ? undefined : userId;
  } catch (error) {
    if (error instanceof Unauthenticated) return undefined;
    throw error;
  }
}

function entranceOf(context: SharingContext, share: ShareDocument, call: VisitorCall, visitor: Visitor | undefined): Entrance {
  if (share.access === 'members') return visitor ? 'open' : 'sign_in';
  if (share.access !== 'password') return 'open';
  const secret = call.cookies[visitorCookie(context)] ?? '';
  const pass = Buffer.from(call.cookies[passCookie(context, share)] ?? '');
  const expected = Buffer.from(passOf(context, share, secret));
  return secret !== '' && pass.length === expected.length && timingSafeEqual(pass, expected) ? 'open' : 'password';
}

/** Makes a browser known, if it is not, and returns its secret. */
export function greet(context: SharingContext, call: VisitorCall): string {
  const known = call.cookies[visitorCookie(context)];
  const secret = known || randomToken();
  call.setCookie(visitorCookie(context), secret, { path: '/', maxAge: YEAR_SECONDS });
  return secret;
}

/** Lets a browser in that has shown the password, until there is another one. */
export function givePass(context: SharingContext, share: ShareDocument, call: VisitorCall, secret: string): void {
  const value = passOf(context, share, secret);
  call.setCookie(passCookie(context, share), value, { path: `/api/share/${share.slug}`, maxAge: YEAR_SECONDS });
}

function passOf({ hash }: SharingContext, { id, passwordNumber }: ShareDocument, secret: string): string {
  return hash.of('share-pass', `${id}\n${passwordNumber}\n${secret}`);
}

function visitorCookie({ secureCookies }: SharingContext): string {
  return secureCookies ? '__Host-buckle_visitor' : 'buckle_visitor';
}

function passCookie({ secureCookies }: SharingContext, { slug }: ShareDocument): string {
  return `${secureCookies ? '__Secure-' : ''}buckle_pass_${slug}`;
}
