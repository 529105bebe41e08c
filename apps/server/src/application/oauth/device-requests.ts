import { randomInt } from 'node:crypto';
import { randomToken } from '#application/identity/index.ts';
import { type Read, UniqueConflict } from '#data/documents/port.ts';
import { BadRequest, OAuthRefusal, TooManyRequests } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { requireOwnWorkspace } from './authorization-request.ts';
import { authorizeAppFor } from './authorizations.ts';
import { usableApp } from './client.ts';
import { recordRefusal, requireSession } from './consent.ts';
import type { OAuthContext } from './context.ts';
import { type IssuedTokens, prepareGrant } from './grants.ts';
import { namesIn, scopesFor } from './scopes.ts';
import { type App, type DeviceRequest, unlessChanged } from './stores.ts';

/** How long a user has, in milliseconds. */
export const DEVICE_LIFETIME = 10 * 60_000;

/** How long it is known that a request has expired, in milliseconds. */
const REMEMBERED = 3_600_000;

/** Seconds between two polls, and what is added for one that comes sooner (RFC 8628, 3.5). */
export const INTERVAL = 5;

/** How much sooner a poll may come, in milliseconds: timers are not exact. */
const TOLERANCE = 1_000;

const MINUTE = 60_000;
const CODES_A_MINUTE = 30;

/** A person mistypes now and then; a quarter of an hour allows so many attempts. */
const ATTEMPTS = 20;
const ATTEMPTS_PERIOD = 15 * MINUTE;

/** Letters that are hard to mistake for each other and spell no words (RFC 8628, 6.1): eight of them are 34 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const USER_CODE_LENGTH = 8;

/** The codes of a request, as a device gets them. */
export interface DeviceCodes {
  readonly deviceCode: string;
  readonly userCode: string;
}

/** A request and the app that makes it. */
export interface PendingDevice {
  readonly request: Read<DeviceRequest>;
  readonly app: App;
}

/** Begins the authorization of a device. Throws `OAuthRefusal` and `TooManyRequests`. */
export async function beginDevice(
  context: OAuthContext,
  wanted: { readonly clientId: string; readonly workspaceId: string; readonly scope: string | undefined; readonly address: string },
): Promise<DeviceCodes> {
  const { stores, hash, clock, throttle } = context;
  if (!(await throttle.allows(`device-codes:${wanted.address}`, CODES_A_MINUTE, MINUTE))) {
    throw new TooManyRequests('Too many device codes were asked for from this address: try again in a minute.', 60);
  }
  const app = await usableApp(context, wanted.clientId);
  if (app.kind !== 'device') throw new OAuthRefusal('unauthorized_client', `The app ${JSON.stringify(app.name)} is none for devices.`);
  const scopes = scopesFor(app, namesIn(wanted.scope));
  const deviceCode = randomToken();
  const now = clock.now();
  for (;;) {
    const userCode = randomUserCode();
    try {
      await stores.devices.insert({
        id: hash.of('device-code', deviceCode),
        appId: app.id,
        workspaceId: wanted.workspaceId,
        scopes,
        userCodeHash: hash.of('user-code', userCode),
        state: 'pending',
        goodUntil: now + DEVICE_LIFETIME,
        expiresAt: now + REMEMBERED,
      });
      return { deviceCode, userCode: `${userCode.slice(0, 4)}-${userCode.slice(4)}` };
    } catch (error) {
      // Another device has the same user code.
      if (!(error instanceof UniqueConflict)) throw error;
    }
  }
}

/** The device that shows a code. Throws `BadRequest` (404), `PermissionDenied`, and `TooManyRequests` for who tries too many codes. */
export async function findDevice(context: OAuthContext, principal: Principal, userCode: string): Promise<PendingDevice> {
  requireSession(principal);
  const { stores, hash, clock, throttle } = context;
  if (!(await throttle.allows(`user-codes:${principal.userId}`, ATTEMPTS, ATTEMPTS_PERIOD))) {
    throw new TooManyRequests('Too many codes were tried: try again in a quarter of an hour.', ATTEMPTS_PERIOD / 1000);
  }
  const userCodeHash = hash.of('user-code', userCode.toUpperCase().replace(/[^A-Z]/g, ''));
  const { items } = await stores.devices.find({ where: { userCodeHash }, limit: 1 });
  const [request] = items;
  const app = request && (await stores.apps.get(request.appId));
  if (request?.state !== 'pending' || request.goodUntil <= clock.now() || !app?.enabled) {
    throw new BadRequest('No device waits with this code (any more): compare it with what the device shows.', { status: 404, code: 4200 });
  }
  await requireOwnWorkspace(context, principal, request.workspaceId);
  return { request, app };
}

/** Lets the device that shows a code in, or refuses it. Throws as `findDevice` does. */
export async function answerDevice(context: OAuthContext, principal: Principal, userCode: string, allow: boolean): Promise<void> {
  const { request, app } = await findDevice(context, principal, userCode);
  const { id, revision, workspaceId, scopes } = request;
  const answer = allow
    ? { state: 'allowed', userId: principal.userId, authorizationId: (await authorizeAppFor(context, principal, { app, workspaceId, scopes })).id } as const
    : ({ state: 'refused' } as const);
  const answered = await unlessChanged(context.stores.devices.update(id, { set: answer }, { revision }));
  if (!answered) throw new BadRequest('This code has just been answered.');
  if (!allow) await recordRefusal(context, principal, app);
}

/** Exchanges a device code for tokens, once its user has agreed. Throws `OAuthRefusal`, which also says to wait. */
export async function pollDevice(context: OAuthContext, app: App, deviceCode: string | undefined): Promise<IssuedTokens> {
  const { stores, hash, clock } = context;
  if (deviceCode === undefined) throw new OAuthRefusal('invalid_request', 'device_code is missing.');
  const id = hash.of('device-code', deviceCode);
  const request = await stores.devices.get(id);
  if (request?.appId !== app.id || request.state === 'used') {
    throw new OAuthRefusal('invalid_grant', 'The device_code is unknown or was used: ask for new codes.');
  }
  if (request.state === 'refused') throw new OAuthRefusal('access_denied', 'The user has refused.');
  if (request.goodUntil <= clock.now()) throw new OAuthRefusal('expired_token', 'The device_code has expired: ask for new codes.');
  const { userId, authorizationId, revision } = request;
  if (userId === undefined || authorizationId === undefined) {
    await checkPace(context, id);
    throw new OAuthRefusal('authorization_pending', 'The user has not answered yet.');
  }
  const { tokens, write } = prepareGrant(context, { ...request, userId, authorizationId });
  const exchange = stores.inOrder([() => stores.devices.update(id, { set: { state: 'used' } }, { revision }), write]);
  if (await unlessChanged(exchange.then(() => true))) return tokens;
  throw new OAuthRefusal('invalid_grant', 'The device_code was used: ask for new codes.');
}

/** Slows a device down that polls too often. The cache may forget: then it is only let off. Throws `OAuthRefusal`. */
async function checkPace({ cache, clock }: OAuthContext, id: string): Promise<void> {
  const key = `device-poll:${id}`;
  const [last = 0, interval = INTERVAL] = (await cache.get(key))?.split(' ').map(Number) ?? [];
  const now = clock.now();
  const tooSoon = now - last < interval * 1000 - TOLERANCE;
  await cache.set(key, `${now} ${tooSoon ? interval + INTERVAL : interval}`, DEVICE_LIFETIME);
  if (tooSoon) throw new OAuthRefusal('slow_down', `Wait ${interval + INTERVAL} seconds between two polls.`);
}

function randomUserCode(): string {
  return Array.from({ length: USER_CODE_LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
