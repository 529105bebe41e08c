import { generateKeyPairSync } from 'node:crypto';
import * as contract from '@buckle/contract';
import {
  AuthenticationError,
  type CozeAPI,
  getDeviceCode,
  getDeviceToken,
  getJWTToken,
  getPKCEAuthenticationUrl,
  getPKCEOAuthToken,
  getWebAuthenticationUrl,
  getWebOAuthToken,
  PermissionDeniedError,
  refreshOAuthToken,
} from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './testing/browser.ts';
import { callEndpoint } from './testing/call-endpoint.ts';
import { completed, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

// The helpers of the official client get tokens, and the official client uses them.

const REDIRECT = 'http://127.0.0.1:9/callback';
const SCOPES: contract.AppScope[] = [
  'account.read', 'workspace.read', 'bot.read', 'bot.chat', 'conversation.read', 'conversation.write', 'file.read', 'file.write', 'variable.read', 'variable.write',
];
/** A proxy of the environment must not come between a test and this machine. */
const direct = { proxy: false } as const;

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = {
  public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

let server: TestServer;
let browser: Browser;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  server.model.always({ text: 'Hello!' });
  bot = await server.publishBot();
  browser = new Browser(server.address);
  await browser.signIn();
});
afterAll(() => server.stop());

/** Makes an app in the first account's workspace, in the browser. */
function makeApp(kind: contract.AppKind, scopes = SCOPES) {
  const redirect_uris = kind === 'web' || kind === 'pkce' ? [REDIRECT] : [];
  const body = { name: kind, kind, scopes, redirect_uris, ...(kind === 'service' ? { public_key: keys.public_key } : {}) };
  return browser.read(contract.createOAuthApp, { workspace_id: server.workspaceId }, body);
}

/** Follows an address of the client's to the page of consent, agrees, and returns the code that the client gets. */
async function agree(url: string): Promise<string> {
  const { status, headers } = await fetch(url, { redirect: 'manual' });
  const page = new URL(headers.get('location') ?? '', url);
  expect([status, page.origin, page.pathname]).toEqual([302, server.address, '/oauth/consent']);
  const { redirect_to } = await browser.read(contract.giveConsent, {}, { ...Object.fromEntries(page.searchParams), allow: true });
  const answer = new URL(redirect_to);
  expect(answer.searchParams.get('state')).toBe('a state');
  return answer.searchParams.get('code') ?? '';
}

/** Whom a client acts for. */
async function whoIs(coze: CozeAPI): Promise<string> {
  return (await coze.users.me()).user_name;
}

describe('the official client', () => {
  it('gets tokens for a web app, uses and refreshes them', async () => {
    const { app, client_secret: clientSecret = '' } = await makeApp('web');
    const config = { baseURL: server.address, clientId: app.id, redirectUrl: REDIRECT, clientSecret };
    const code = await agree(getWebAuthenticationUrl({ ...config, state: 'a state' }));
    const token = await getWebOAuthToken({ ...config, code }, direct);
    expect(token.expires_in).toBeGreaterThan(Date.now() / 1000 + 800);
    expect(await whoIs(server.client(token.access_token))).toBe('ada');
    const refreshed = await refreshOAuthToken({ ...config, refreshToken: token.refresh_token }, direct);
    const chat = await completed(server.client(refreshed.access_token), { bot_id: bot, additional_messages: [question('Hi')] });
    expect(chat.status).toBe('completed');
    await expect(refreshOAuthToken({ ...config, refreshToken: token.refresh_token }, direct)).rejects.toMatchObject({ status: 400, rawError: { error: 'invalid_grant' } });
    await expect(whoIs(server.client(refreshed.access_token))).rejects.toBeInstanceOf(AuthenticationError);
    await expect(getWebOAuthToken({ ...config, code, clientSecret: 'wrong' }, direct)).rejects.toBeInstanceOf(AuthenticationError);
  });

  it('gets tokens for an app without a secret', async () => {
    const { app } = await makeApp('pkce');
    const config = { baseURL: server.address, clientId: app.id, redirectUrl: REDIRECT };
    const { url, codeVerifier } = await getPKCEAuthenticationUrl({ ...config, state: 'a state', workspaceId: server.workspaceId });
    const code = await agree(url);
    const token = await getPKCEOAuthToken({ ...config, code, codeVerifier }, direct);
    expect(await whoIs(server.client(token.access_token))).toBe('ada');
    const { workspaces } = await server.client(token.access_token).workspaces.list({});
    expect(workspaces.map(({ id }) => id)).toEqual([server.workspaceId]);
    const refreshed = await refreshOAuthToken({ ...config, refreshToken: token.refresh_token }, direct);
    expect(await whoIs(server.client(refreshed.access_token))).toBe('ada');
  });

  it('gets tokens for a device, when its user has agreed', async () => {
    const { app } = await makeApp('device');
    const config = { baseURL: server.address, clientId: app.id };
    const { device_code: deviceCode, user_code, verification_uri } = await getDeviceCode(config, direct);
    expect(verification_uri).toBe(`${server.address}/device`);
    await expect(getDeviceToken({ ...config, deviceCode }, direct)).rejects.toMatchObject({
      status: 400,
      rawError: { error: 'authorization_pending' },
    });
    const { status } = await browser.call(contract.giveDeviceConsent, {}, { user_code, allow: true });
    expect(status).toBe(200);
    const token = await getDeviceToken({ ...config, deviceCode, poll: true }, direct);
    expect(await whoIs(server.client(token.access_token))).toBe('ada');
  });

  it('gets a token for a service by a JWT, for this server and no other', async () => {
    const { app } = await makeApp('service');
    const config = { baseURL: server.address, appId: app.id, keyid: app.keys[0]?.kid ?? '', privateKey: keys.privateKey, durationSeconds: 3600 };
    const token = await getJWTToken({ ...config, aud: new URL(server.address).host }, direct);
    expect(await whoIs(server.client(token.access_token))).toBe('ada');
    await expect(getJWTToken({ ...config, aud: 'api.coze.cn' }, direct)).rejects.toBeInstanceOf(AuthenticationError);
    const { id: accountId } = await server.call(contract.getProfile);
    const ofAccount = await getJWTToken({ ...config, aud: new URL(server.address).host, accountId }, direct);
    expect(await whoIs(server.client(ofAccount.access_token))).toBe('ada');
  });
});

describe('a token of an app', () => {
  /** A client with a token that a service gets for a JWT. */
  async function serviceClient(changes: { readonly sessionName?: string; readonly permissions?: string[]; readonly botIds?: string[]; readonly scopes?: contract.AppScope[] } = {}) {
    const { sessionName, permissions, botIds, scopes } = changes;
    const { app } = await makeApp('service', scopes);
    const token = await getJWTToken(
      {
        baseURL: server.address,
        appId: app.id,
        keyid: app.keys[0]?.kid ?? '',
        privateKey: keys.privateKey,
        aud: new URL(server.address).host,
        ...(sessionName === undefined ? {} : { sessionName }),
        ...(permissions && botIds
          ? { scope: { account_permission: { permission_list: permissions }, attribute_constraint: { connector_bot_chat_attribute: { bot_id_list: botIds } } } }
          : {}),
      },
      direct,
    );
    return { coze: server.client(token.access_token), token: token.access_token };
  }

  it('does what its scopes say, and nothing else', async () => {
    const { coze } = await serviceClient({ scopes: ['bot.read'] });
    expect((await coze.bots.retrieve({ bot_id: bot })).bot_id).toBe(bot);
    await expect(coze.chat.create({ bot_id: bot })).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(coze.users.me()).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(coze.bots.create({ space_id: server.workspaceId, name: 'x' })).rejects.toBeInstanceOf(PermissionDeniedError);
  });

  it('for one bot talks to no other', async () => {
    const other = await server.publishBot();
    const { coze } = await serviceClient({ permissions: ['Connector.botChat'], botIds: [bot] });
    const chat = await completed(coze, { bot_id: bot, additional_messages: [question('Hi')] });
    expect(chat.status).toBe('completed');
    await expect(coze.chat.create({ bot_id: other })).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(coze.bots.retrieve({ bot_id: other })).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(coze.bots.listNew({ workspace_id: server.workspaceId })).rejects.toBeInstanceOf(PermissionDeniedError);
    await expect(coze.conversations.create({})).rejects.toBeInstanceOf(PermissionDeniedError);
    const { id } = await coze.conversations.create({ bot_id: bot });
    expect((await coze.conversations.messages.list(id)).data).toEqual([]);
    const foreign = await server.coze.conversations.create({ bot_id: other });
    await expect(coze.conversations.messages.list(foreign.id)).rejects.toBeInstanceOf(PermissionDeniedError);
  });

  it('for one user of an application sees neither conversations, nor files, nor variables of the others', async () => {
    const [anna, ben] = [(await serviceClient({ sessionName: 'anna' })).coze, (await serviceClient({ sessionName: 'ben' })).coze];
    const chat = await completed(anna, { bot_id: bot, user_id: 'u', additional_messages: [question('Hi')] });
    const started = await anna.conversations.create({ bot_id: bot });
    const idsOf = async (coze: CozeAPI) => (await coze.conversations.list({ bot_id: bot })).conversations.map(({ id }) => id);
    expect((await idsOf(anna)).toSorted()).toEqual([chat.conversation_id, started.id].toSorted());
    expect(await idsOf(ben)).toEqual([]);
    expect(await idsOf(server.coze)).toEqual(expect.arrayContaining([chat.conversation_id, started.id]));
    await expect(ben.conversations.retrieve(started.id)).rejects.toMatchObject({ status: 404 });
    await expect(ben.conversations.messages.list(chat.conversation_id)).rejects.toMatchObject({ status: 404 });
    await expect(ben.chat.retrieve(chat.conversation_id, chat.id)).rejects.toMatchObject({ status: 404 });
    await expect(ben.chat.create({ bot_id: bot, conversation_id: started.id })).rejects.toMatchObject({ status: 404 });

    const place = { bot_id: bot, connector_uid: 'u' };
    await anna.variables.update({ ...place, data: [{ keyword: 'city', value: 'Rome' }] });
    expect((await anna.variables.retrieve(place)).items).toMatchObject([{ keyword: 'city', value: 'Rome' }]);
    for (const coze of [ben, server.coze]) expect((await coze.variables.retrieve(place)).items).toEqual([]);

    const file = await server.upload('own.txt', 'text');
    await expect(ben.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  });

  it('for one user of an application does not search what all of them have said', async () => {
    const { token } = await serviceClient({ sessionName: 'anna' });
    const search = callEndpoint(server.address, token, contract.searchConversations, { params: { workspace_id: server.workspaceId } });
    await expect(search).rejects.toMatchObject({ status: 403 });
  });
});
