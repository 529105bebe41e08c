import * as contract from '@buckle/contract';
import { type Call, publicRoute, Redirect, type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { type AuthorizationParameters, readAuthorizationRequest, UntrustedRequest, WrongRequest } from './authorization-request.ts';
import { listAuthorizations, revokeAuthorization } from './authorizations.ts';
import { answerQuestion, readQuestion } from './consent.ts';
import { findApp, type OAuthContext } from './context.ts';
import { answerDevice, beginDevice, DEVICE_LIFETIME, findDevice, INTERVAL } from './device-requests.ts';
import { addKey, createApp, deleteApp, listApps, removeKey, rotateSecret, updateApp } from './manage-apps.ts';
import { withParameters } from './redirect-uris.ts';
import { namesFor, showApp, showAuthorization, showKey, showQuestion, showTokens } from './show.ts';
import { createTokens, type TokenRequest } from './token-endpoint.ts';

/** The page where a user answers an app. */
const CONSENT_PAGE = '/oauth/consent';

/** The page where a user enters the code of a device. */
const DEVICE_PAGE = '/device';

/** The endpoints of OAuth. */
export function oauthRoutes(context: OAuthContext): Route[] {
  return [...protocolRoutes(context), ...appRoutes(context), ...consentRoutes(context)];
}

/** What apps call, or send browsers to. */
function protocolRoutes(context: OAuthContext): Route[] {
  const authorize = async (query: AuthorizationParameters): Promise<Redirect> => {
    try {
      await readAuthorizationRequest(context, query);
      return new Redirect(withParameters(CONSENT_PAGE, query));
    } catch (error) {
      if (error instanceof UntrustedRequest) return new Redirect(withParameters(CONSENT_PAGE, { error: error.reason }));
      if (error instanceof WrongRequest) return new Redirect(error.location);
      throw error;
    }
  };
  const device = async (call: Call<unknown, unknown, { client_id: string; scope?: string | undefined }>, workspaceId: string) => {
    const { client_id: clientId, scope } = call.body;
    const { deviceCode, userCode } = await beginDevice(context, { clientId, workspaceId, scope, address: call.address });
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: (context.publicUrl ?? call.origin) + DEVICE_PAGE,
      expires_in: DEVICE_LIFETIME / 1000,
      interval: INTERVAL,
    };
  };
  const tokens = async (call: Call<unknown, unknown, TokenRequest['body']>, accountId?: string) => {
    const { body, authorization, origin, address, isForm = false } = call;
    const issued = await createTokens(context, { body, authorization, origin, address, accountId });
    return showTokens(issued, isForm, context.clock.now());
  };
  return [
    publicRoute(contract.authorize, ({ query }) => authorize(query)),
    publicRoute(contract.authorizeInWorkspace, ({ query, params }) => authorize({ ...query, workspace_id: params.workspace_id })),
    publicRoute(contract.createOAuthToken, (call) => tokens(call)),
    publicRoute(contract.createOAuthTokenOfAccount, (call) => tokens(call, call.params.account_id)),
    publicRoute(contract.createDeviceCode, (call) => device(call, '')),
    publicRoute(contract.createDeviceCodeInWorkspace, (call) => device(call, call.params.workspace_id)),
  ];
}

/** What those who manage apps call. */
function appRoutes(context: OAuthContext): Route[] {
  return [
    route(contract.listOAuthApps, async ({ principal, params, query }) => {
      const page = { limit: query.page_size, after: query.page_token };
      return tokenPage(await listApps(context, principal, params.workspace_id, page), showApp);
    }),
    route(contract.createOAuthApp, async ({ principal, params, body }) => {
      const { redirect_uris: redirectUris, public_key: publicKey, ...fields } = body;
      const wanted = { ...fields, redirectUris, publicKey, workspaceId: params.workspace_id };
      const { app, secret, privateKey } = await createApp(context, principal, wanted);
      return {
        app: showApp(app),
        ...(secret === undefined ? {} : { client_secret: secret }),
        ...(privateKey === undefined ? {} : { private_key: privateKey }),
      };
    }),
    route(contract.getOAuthApp, async ({ principal, params }) => showApp(await findApp(context, principal, params.app_id))),
    route(contract.updateOAuthApp, async ({ principal, params, body }) => {
      const { redirect_uris: redirectUris, ...fields } = body;
      const set = Object.fromEntries(Object.entries({ ...fields, redirectUris }).filter(([, value]) => value !== undefined));
      return showApp(await updateApp(context, principal, params.app_id, set));
    }),
    route(contract.deleteOAuthApp, async ({ principal, params }) => {
      await deleteApp(context, principal, params.app_id);
      return {};
    }),
    route(contract.rotateOAuthAppSecret, async ({ principal, params }) => ({
      client_secret: await rotateSecret(context, principal, params.app_id),
    })),
    route(contract.createOAuthAppKey, async ({ principal, params, body }) => {
      const { key, privateKey } = await addKey(context, principal, params.app_id, body.public_key);
      return { key: showKey(key), ...(privateKey === undefined ? {} : { private_key: privateKey }) };
    }),
    route(contract.deleteOAuthAppKey, async ({ principal, params }) => {
      await removeKey(context, principal, params.app_id, params.kid);
      return {};
    }),
  ];
}

/** What the user's browser calls: consent, and what was consented to. */
function consentRoutes(context: OAuthContext): Route[] {
  return [
    route(contract.getConsent, async ({ principal, query }) => {
      const { request, remembered } = await readQuestion(context, principal, query);
      const redirectHost = request.redirectUri === undefined ? '' : hostOf(request.redirectUri);
      return { ...(await showQuestion(context, request)), redirect_host: redirectHost, remembered };
    }),
    route(contract.giveConsent, async ({ principal, body }) => {
      const { allow, ...parameters } = body;
      return { redirect_to: await answerQuestion(context, principal, parameters, allow) };
    }),
    route(contract.getDeviceConsent, async ({ principal, query }) => {
      const { app, request } = await findDevice(context, principal, query.user_code);
      return showQuestion(context, { ...request, app });
    }),
    route(contract.giveDeviceConsent, async ({ principal, body }) => {
      await answerDevice(context, principal, body.user_code, body.allow);
      return {};
    }),
    route(contract.listAuthorizations, async ({ principal, query }) => {
      const page = await listAuthorizations(context, principal, { limit: query.page_size, after: query.page_token });
      const names = await namesFor(context, page.items);
      // Where an app has just been deleted, what was allowed it is about to follow.
      const items = page.items.filter(({ appId }) => names.apps.has(appId));
      return tokenPage({ ...page, items }, (authorization) => showAuthorization(authorization, names));
    }),
    route(contract.revokeAuthorization, async ({ principal, params }) => {
      await revokeAuthorization(context, principal, params.authorization_id);
      return {};
    }),
  ];
}

/** What a user knows an address by: its host, or the scheme of an app of their device. */
function hostOf(uri: string): string {
  const { host, protocol } = new URL(uri);
  return host === '' ? protocol : host;
}
