import { expect, it } from 'vitest';
import { fillScene, type Scene, settle, signIn } from './scene.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('apps that act for users', () => {
  let scene: Scene;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      scene = await fillScene(server);
    },
  );

  const appsPath = () => `/api/workspaces/${scene.teamId}/oauth-apps`;
  const makeApp = async (fields: Readonly<Record<string, unknown>>): Promise<{ readonly id: string; readonly secret: string }> => {
    const { app, client_secret: secret = '' } = (await studio.server.call('POST', appsPath(), { scopes: ['account.read'], ...fields })) as {
      app: { id: string };
      client_secret?: string;
    };
    return { id: app.id, secret };
  };
  const post = async (path: string, body: unknown, token?: string): Promise<Readonly<Record<string, string>>> => {
    const response = await fetch(studio.server.address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, string>;
  };
  const statusWith = async (token: string | undefined): Promise<number> =>
    (await fetch(`${studio.server.address}/v1/users/me`, { headers: { authorization: `Bearer ${token ?? ''}` } })).status;

  it('ask whoever follows their link, let them sign in on the way, and act until they are withdrawn', async () => {
    const redirect = `${studio.server.address}/device`;
    const { id, secret } = await makeApp({ name: 'Reader', kind: 'web', redirect_uris: [redirect] });
    const link = `/api/permission/oauth2/authorize?${new URLSearchParams({ response_type: 'code', client_id: id, redirect_uri: redirect, state: 'a b' }).toString()}`;
    const page = await studio.open();
    await page.goto(link);
    await page.waitForURL('**/sign-in?next=*');
    await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
    await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Reader asks for access' }).waitFor();
    await page.getByText('See your name and profile').waitFor();
    await page.getByText(`You will be led to ${new URL(redirect).host}.`).waitFor();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL('**/device?*');
    const answer = new URL(page.url()).searchParams;
    expect(answer.get('state')).toBe('a b');
    const { access_token: token } = await post(
      '/api/permission/oauth2/token',
      { grant_type: 'authorization_code', client_id: id, code: answer.get('code'), redirect_uri: redirect },
      secret,
    );
    expect(await statusWith(token)).toBe(200);

    // The same is not asked twice.
    await page.goto(link);
    await page.waitForURL('**/device?*');
    expect(new URL(page.url()).searchParams.get('code')).not.toBe(answer.get('code'));

    await settle(page, '/account/apps');
    await page.getByRole('button', { name: 'Withdraw: Reader' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('Reader has no access any more').waitFor();
    expect(await statusWith(token)).toBe(401);
    await page.goto(link);
    await page.getByRole('heading', { name: 'Reader asks for access' }).waitFor();
  });

  it('are told that the user refused', async () => {
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN', size: 'phone' });
    await page.goto(`/oauth/consent?${scene.appRequest}`);
    const visit = page.waitForRequest((request) => request.url().includes('error=access_denied'));
    await page.getByRole('button', { name: '拒绝' }).click();
    expect(new URL((await visit).url()).searchParams.get('state')).toBe('here');
    await page.waitForURL('**/w/*/bots');
  });

  it('lead nobody to an address that is not theirs', async () => {
    const page = await studio.openSignedIn();
    const foreign = new URLSearchParams(scene.appRequest);
    foreign.set('redirect_uri', 'https://example.com/');
    await page.goto(`/api/permission/oauth2/authorize?${foreign.toString()}`);
    await page.getByRole('alert').getByText('Nothing was sent there').waitFor();
    await page.goto(`/oauth/consent?${foreign.toString()}`);
    await page.getByRole('alert').getByText('The redirect_uri is not one of the app').waitFor();
    await page.goto('/oauth/consent?error=%3Cb%3E');
    await page.getByRole('alert').getByText('The request of the app is not right').waitFor();
  });

  it('get their tokens on a device whose code a user enters elsewhere', async () => {
    const { id } = await makeApp({ name: 'Lamp', kind: 'device' });
    const device = await post('/api/permission/oauth2/device/code', { client_id: id });
    const page = await studio.open({ language: 'zh-CN' });
    await page.goto(device['verification_uri'] ?? '');
    await page.waitForURL('**/sign-in?next=*');
    await signIn(page, 'grace@example.com');
    await settle(page, '/device');
    await page.getByLabel('代码').fill('BBBB-BBBB');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('代码').fill((device['user_code'] ?? '').toLowerCase());
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('heading', { name: 'Lamp 请求访问' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: '允许' }).click();
    await page.getByRole('heading', { name: '设备已连接' }).waitFor();
    const { access_token: token } = await post('/api/permission/oauth2/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: id,
      device_code: device['device_code'],
    });
    expect(await statusWith(token)).toBe(200);
  });

  it('are made, changed and deleted by those who manage a workspace', async () => {
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}/oauth-apps`);
    await page.getByRole('button', { name: 'New app' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByRole('textbox', { name: 'Name' }).fill('Shop');
    await dialogue.getByRole('button', { name: 'Create' }).click();
    await dialogue.getByText('Enter at least one address').waitFor();
    await dialogue.getByText('Choose at least one permission').waitFor();
    await dialogue.getByLabel('Redirect addresses').fill('javascript:alert(1)');
    await dialogue.getByLabel('See your name and profile').check();
    await dialogue.getByRole('button', { name: 'Create' }).click();
    await dialogue.getByRole('alert').getByText('Log id').waitFor();
    await dialogue.getByLabel('Redirect addresses').fill('https://shop.example.com/a\nhttps://shop.example.com/b');
    await dialogue.getByRole('button', { name: 'Create' }).click();
    const secret = await page.getByRole('textbox', { name: 'Client secret' }).inputValue();
    expect(secret).toMatch(/^ocs_/);
    await page.getByRole('button', { name: 'Close' }).click();

    const row = page.getByRole('row', { name: /Shop/ });
    const choose = async (action: string): Promise<void> => {
      await row.getByRole('button', { name: 'More for Shop' }).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await choose('Replace the secret');
    await page.getByRole('dialog').getByRole('button', { name: 'Replace the secret' }).click();
    await page.getByRole('textbox', { name: 'Client secret' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Client secret' }).inputValue()).not.toBe(secret);
    await page.getByRole('button', { name: 'Close' }).click();

    await choose('Edit');
    await page.getByRole('dialog').getByLabel('Talk to bots').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await row.getByText('2 permissions').waitFor();

    await choose('Disable');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Not enabled').waitFor();

    await choose('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Shop is deleted').waitFor();
    await row.waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(secret);
  });

  it('sign with keys of which only the app keeps the private half', async () => {
    await makeApp({ name: 'Nightly', kind: 'service' });
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN', size: 'phone' });
    await settle(page, `/w/${scene.teamId}/oauth-apps`);
    await page.getByRole('button', { name: 'Nightly 的更多操作' }).click();
    await page.getByRole('menuitem', { name: '密钥' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByRole('button', { name: '新建密钥' }).click();
    expect(await page.getByRole('textbox', { name: '私钥' }).inputValue()).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    await page.getByRole('button', { name: '关闭' }).click();
    await expect.poll(() => dialogue.getByRole('button', { name: /^移除/ }).count()).toBe(2);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: /^移除/ }).first().click();
    await page.getByRole('tooltip').getByRole('button', { name: '移除' }).click();
    await expect.poll(() => dialogue.getByRole('button', { name: /^移除/ }).count()).toBe(1);
  });
});
