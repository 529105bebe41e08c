import { expect, it } from 'vitest';
import { failReads, fillScene, pagesIn, pagesOutside, type Scene, settle, signIn, states } from './scene.ts';
import { ScriptWeight } from './script-weight.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

/** Where a text begins, to the pixel; it may end earlier where there are buttons. */
function rounded(box: { readonly x: number; readonly y: number } | null): number[] {
  return box ? [Math.round(box.x), Math.round(box.y)] : [];
}

describeInBrowser('the pages', () => {
  let scene: Scene;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount({ BUCKLE_REGISTRATION: 'invite' }),
    async (server) => {
      scene = await fillScene(server);
    },
  );

  it.each(
    states.flatMap((state) => [
      { state, language: 'en', size: 'wide', theme: 'light' } as const,
      { state, language: 'zh-CN', size: 'phone', theme: 'dark' } as const,
    ]),
  )('can be read by everybody and fit ($state, $language, $size, $theme)', async ({ state, ...options }) => {
    const page = await studio.open(options);
    const problems: string[] = [];
    const look = async (path: string): Promise<void> => {
      await settle(page, path);
      problems.push(...(await studio.visitor.accessibilityProblems()).map((problem) => `${path}: ${problem}`));
      const surplus = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (surplus > 0) problems.push(`${path}: ${surplus} pixels too wide`);
      expect(await page.title()).toMatch(/.+ · Buckle$/);
    };
    for (const path of state === 'full' ? pagesOutside : []) await look(path);
    await signIn(page);
    const paths = await pagesIn(state, scene, studio.server);
    if (state === 'failing') await failReads(page);
    for (const path of paths) await look(path);
    expect(problems).toEqual([]);
    // The failures, which the test asked for.
    if (state === 'failing') studio.visitor.problems.length = 0;
  }, 180_000);

  it.each([
    { name: 'for signing in', language: 'en', size: 'wide', theme: 'light', pathOf: () => '/sign-in' },
    { name: 'of the bots', language: 'zh-CN', size: 'phone', theme: 'dark', pathOf: () => `/w/${scene.teamId}/bots` },
    { name: 'of a shared bot', language: 'en', size: 'phone', theme: 'light', pathOf: () => scene.talk.sharePath },
  ] as const)('show what is known before their scripts have come, where it stands afterwards ($name)', async ({ pathOf, ...options }) => {
    const page = await studio.openSignedIn(undefined, options);
    const wordsIn = (place: string) => page.locator(`${place} :is(h1, h1 + p, [role=log] p)`);
    const look = async (place: string) =>
      Promise.all((await wordsIn(place).all()).map(async (words) => [await words.innerText(), await words.evaluate((one) => getComputedStyle(one).color), ...rounded(await words.boundingBox())]));
    const scripts = Promise.withResolvers<void>();
    await page.route(/\.js$/, async (route) => {
      await scripts.promise;
      await route.continue();
    });
    await page.goto(pathOf(), { waitUntil: 'commit' });
    // By then the styles are there too.
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const sight = await look('#first-sight');
    scripts.resolve();
    await wordsIn('#root').first().waitFor();
    await page.locator('#first-sight').waitFor({ state: 'detached' });
    expect(sight.length).toBeGreaterThan(0);
    // Markdown is drawn a moment after the rest.
    await expect.poll(() => look('#root'), { timeout: 10_000 }).toEqual(sight);
  });

  it('load less than 350 kB of compressed script for signing in, and for the start page', async () => {
    const page = await studio.open();
    const weight = new ScriptWeight(page);
    const weigh = async (path: string): Promise<number> => {
      await settle(page, path);
      return weight.take();
    };
    const entrance = await weigh('/sign-in');
    await signIn(page);
    const start = await weigh(`/w/${scene.teamId}/bots`);
    expect(entrance).toBeGreaterThan(100_000);
    expect(Math.max(entrance, start)).toBeLessThan(350_000);
  });

  it('add a member, change the role, and take the member away again', async () => {
    await studio.server.call('POST', '/api/users', { name: 'Linus', email: 'linus@example.com', password: 'a long password' });
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}/members`);
    await page.getByRole('button', { name: 'Add a member' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('E-mail').fill('nobody@example.com');
    await dialogue.getByRole('button', { name: 'Add' }).click();
    await dialogue.getByRole('alert').getByText('Log id').waitFor();
    await dialogue.getByLabel('E-mail').fill('linus@example.com');
    await dialogue.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Linus is a member now').waitFor();
    const row = page.getByRole('row', { name: /linus@example/ });
    await row.getByRole('combobox').press('ArrowDown');
    await page.getByTitle('Operator').click();
    await page.getByText('Linus is Operator now').waitFor();
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Linus is no member any more').waitFor();
    await row.waitFor({ state: 'hidden' });
  });

  it('offer a viewer only what the role allows', async () => {
    const page = await studio.openSignedIn('xiaoming.wang@example.com');
    await settle(page, `/w/${scene.teamId}/members`);
    await page.getByRole('row', { name: /Grace/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Add a member' }).count()).toBe(0);
    expect(await page.getByRole('combobox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Remove/ }).count()).toBe(0);
    const links = page.getByRole('navigation').getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Bots', 'Workflows', 'Knowledge', 'Overview', 'Models', 'Members', 'Account', 'Access tokens', 'Authorized apps', 'API reference']);
    await page.goto('/instance/users');
    await page.getByRole('alert').getByText('You may not do this').waitFor();
  });

  it('show a new token once, which works until it is revoked', async () => {
    const page = await studio.openSignedIn();
    await settle(page, '/account/tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('Name').fill('Backup');
    await dialogue.getByText('Only what is chosen here').click();
    await dialogue.getByRole('button', { name: 'Create' }).click();
    await dialogue.getByText('Choose at least one scope').waitFor();
    await dialogue.getByLabel('account.read').check();
    await dialogue.getByRole('button', { name: 'Create' }).click();
    const token = await page.getByLabel('Access token', { exact: true }).inputValue();
    expect(token).toMatch(/^pat_/);
    const ask = () => fetch(`${studio.server.address}/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Revoke: Backup' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Backup is revoked').waitFor();
    expect((await ask()).status).toBe(401);
    expect(await page.content()).not.toContain(token);
  });

  it('invite somebody with a link that opens the registration', async () => {
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN' });
    await settle(page, '/instance/users');
    await page.getByRole('button', { name: '邀请' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '邀请' }).click();
    const link = await page.getByRole('textbox', { name: '邀请链接' }).inputValue();
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByText('你已受邀加入本实例。').waitFor();
    await page.getByLabel('你的名字').fill('Margaret');
    await page.getByLabel('邮箱').fill('margaret@example.com');
    await page.getByLabel('密码', { exact: true }).fill('a very long password');
    await page.getByRole('button', { name: '创建账号' }).click();
    await page.waitForURL('**/w/*/bots');
  });

  it('make a team on a phone, from the drawer', async () => {
    const page = await studio.openSignedIn('grace@example.com', { size: 'phone' });
    await settle(page, '/account');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Switch workspace/ }).click();
    await page.getByRole('menuitem', { name: 'New team workspace' }).click();
    const dialogue = page.getByRole('dialog').last();
    await dialogue.getByLabel('Name').fill('Compilers');
    await dialogue.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Make your first bot' }).waitFor();
  });

  it('change language and appearance at once, and remember them', async () => {
    const page = await studio.openSignedIn();
    await settle(page, '/account');
    await page.getByText('简体中文').click();
    await page.getByRole('heading', { name: '账号', level: 1 }).waitFor();
    await page.getByText('深色').click();
    await page.locator('html[data-theme=dark][lang=zh-CN]').waitFor({ state: 'attached' });
    expect(await (await page.request.get('/account')).text()).toContain('<html lang="zh-CN" data-theme="dark">');
    await page.reload();
    await page.locator('html[data-theme=dark][lang=zh-CN]').waitFor({ state: 'attached' });
  });

  it('search the audit log, and verify it', async () => {
    const page = await studio.openSignedIn();
    await settle(page, '/instance/audit');
    await page.getByLabel('Action').fill('token.create');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('row', { name: /Sign in/ }).first().waitFor({ state: 'hidden' });
    expect(await page.getByRole('row', { name: /Create an access token/ }).count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Verify the log' }).click();
    await page.getByText('The log is whole').waitFor();
  });
});
