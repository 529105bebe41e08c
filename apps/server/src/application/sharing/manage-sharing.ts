import type { putSharing as putSharingEndpoint, ShareAccess } from '@buckle/contract';
import type { z } from 'zod';
import { randomToken } from '#application/identity/index.ts';
import type { Read } from '#data/documents/port.ts';
import { RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { SharingContext } from './context.ts';
import type { ShareDocument } from './share-document.ts';

const SLUG_LENGTH = 22;

/** How a bot is shared; undefined where it never was. */
export async function readSharing(context: SharingContext, principal: Principal, botId: string): Promise<ShareDocument | undefined> {
  await context.bots.find(principal, 'bot.read', botId);
  return context.shares.get(botId);
}

/**
 * Shares a bot, or stops. Throws `BadRequest` for access by password where there is none, or for a bot
 * that is not published, and `Conflict` where others change the same.
 */
export async function changeSharing(
  context: SharingContext,
  principal: Principal,
  botId: string,
  wanted: z.output<typeof putSharingEndpoint.body>,
): Promise<ShareDocument> {
  const { shares, audit, passwords, bots } = context;
  const { workspaceId } = await bots.find(principal, 'bot.publish', botId);
  const before = await shares.get(botId);
  await checkAccess(context, botId, wanted.access, wanted.password !== undefined || before?.passwordHash !== undefined);
  const fields = {
    workspaceId,
    slug: before && !wanted.renew_link ? before.slug : newSlug(),
    access: wanted.access,
    messagesPerMinute: wanted.messages_per_minute,
    messagesPerDay: wanted.messages_per_day,
    ...(wanted.password === undefined ? {} : { passwordHash: await passwords.hash(wanted.password) }),
    passwordNumber: (before?.passwordNumber ?? 0) + (wanted.password === undefined ? 0 : 1),
  };
  const details = { access: wanted.access, new_password: wanted.password !== undefined, new_link: wanted.renew_link };
  try {
    const [saved] = await audit.change(
      principal,
      'bot.share',
      { type: 'bot', id: botId, workspaceId },
      [(): Promise<Read<ShareDocument>> => (before ? shares.update(botId, { set: fields }, { revision: before.revision }) : shares.insert({ id: botId, ...fields }))],
      details,
    );
    return saved;
  } catch (error) {
    if (!(error instanceof RevisionConflict || error instanceof UniqueConflict)) throw error;
    throw new Conflict('Somebody else has just changed how this bot is shared: look at it again, and repeat the call.');
  }
}

async function checkAccess({ bots }: SharingContext, botId: string, access: ShareAccess, hasPassword: boolean): Promise<void> {
  if (access === 'password' && !hasPassword) throw new BadRequest('password: set one for a page that only those may see who know it.');
  if (access !== 'off' && !(await bots.online.current(botId))) {
    throw new BadRequest('The bot is not published: publish it, then share it.', { code: 4015 });
  }
}

function newSlug(): string {
  return randomToken().slice(0, SLUG_LENGTH);
}
