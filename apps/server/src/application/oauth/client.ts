import { OAuthRefusal } from '#kernel/errors.ts';
import type { Read } from '#data/documents/port.ts';
import type { OAuthContext } from './context.ts';
import type { App } from './stores.ts';

/** What a client shows of itself, and where it calls from. */
export interface ClientCredentials {
  readonly authorization: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly address: string;
}

const REFUSAL_PAUSE = 60_000;

/**
 * The app that calls. One with a secret proves itself with it: as the bearer token, as Coze's clients
 * do, in HTTP Basic or in the body. Throws `OAuthRefusal`.
 */
export async function authenticateClient(context: OAuthContext, given: ClientCredentials): Promise<Read<App>> {
  const basic = basicCredentials(given.authorization);
  const clientId = given.clientId ?? basic?.id;
  if (clientId === undefined) throw new OAuthRefusal('invalid_request', 'client_id is missing.');
  const app = await usableApp(context, clientId);
  if (app.secretHash === undefined) return app;
  const secret = given.clientSecret ?? basic?.secret ?? bearerToken(given.authorization) ?? '';
  if (context.hash.matches('client-secret', secret, app.secretHash)) return app;
  const reason = secret === '' ? 'no secret' : 'wrong secret';
  if (await context.throttle.once(`client-refused:${app.id}`, REFUSAL_PAUSE)) {
    const resource = { type: 'OAuth app', id: app.id, workspaceId: app.workspaceId };
    await context.audit.record({ address: given.address }, 'oauth_app.use', resource, 'refused', { reason });
  }
  throw new OAuthRefusal('invalid_client', 'The client secret is missing or wrong: send it as "Authorization: Bearer <client secret>".');
}

/** An app that may be used. Throws `OAuthRefusal`. */
export async function usableApp({ stores }: OAuthContext, clientId: string): Promise<Read<App>> {
  const app = await stores.apps.get(clientId);
  if (!app) throw new OAuthRefusal('invalid_client', `There is no OAuth app ${JSON.stringify(clientId)}: check the client_id.`);
  if (!app.enabled) throw new OAuthRefusal('unauthorized_client', `The app ${JSON.stringify(app.name)} is not enabled: ask who runs it.`);
  return app;
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** What stands in an `Authorization: Basic` header, encoded as RFC 6749 has it. */
function basicCredentials(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  const fields = new URLSearchParams(`id=${id ?? ''}&secret=${secret ?? ''}`);
  return { id: fields.get('id') ?? '', secret: fields.get('secret') ?? '' };
}
