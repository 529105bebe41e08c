import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('coming in', () => {
  const studio = new StudioTests(() => StudioServer.start({ BUCKLE_REGISTRATION: 'open' }));

  // The tests tell one story in its order: there is one first account in the life of an instance.

  it('says what to do where there is no account yet', async () => {
    const page = await studio.open();
    await page.goto('/');
    await page.waitForURL('**/sign-in');
    await page.getByText('This instance has no account yet').waitFor();
    await page.goto('/setup');
    await page.getByText('The link is not whole').waitFor();
  });

  it('refuses a link that does not hold, and says so', async () => {
    const page = await studio.open({ size: 'phone', language: 'zh-CN' });
    await page.goto('/setup?token=wrong');
    await page.getByLabel('你的名字').fill('Ada');
    await page.getByLabel('邮箱').fill('ada@example.com');
    await page.getByLabel('密码', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: '创建账号' }).click();
    await page.getByRole('alert').getByText('链接无效').waitFor();
  });

  it('makes the first account with the link that was printed, and signs in', async () => {
    const page = await studio.open();
    await page.goto(studio.server.setUpLink);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('E-mail').fill('not an e-mail');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByText('This is not an e-mail address').waitFor();
    await page.getByText('At least 10 characters', { exact: true }).waitFor();
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.waitForURL('**/w/*/bots');
    await page.getByRole('link', { name: 'Members' }).waitFor();
    await page.goto(studio.server.setUpLink);
    await page.getByText('The first account is there already').waitFor();
  });

  it('signs out and in again, to where one wanted to go', async () => {
    const page = await studio.open();
    await page.goto('/account/tokens');
    await page.waitForURL('**/sign-in?next=*');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('The e-mail or the password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/account/tokens');
    await page.getByRole('button', { name: 'ada@example.com' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto('/');
    await page.waitForURL('**/sign-in');
  });

  it('does not lead to another site after signing in', async () => {
    const page = await studio.open();
    await page.goto(`/sign-in?next=${encodeURIComponent('//example.com/')}`);
    await signIn(page);
    await page.waitForURL('**/w/*/bots');
  });

  it('renews the session once for all that ask, in all tabs', async () => {
    const page = await studio.open();
    await page.goto('/sign-in');
    await signIn(page);
    await page.waitForURL('**/w/*/bots');
    const context = page.context();
    const second = await context.newPage();
    let renewals = 0;
    context.on('request', (request) => {
      if (request.url().endsWith('/api/auth/refresh')) renewals += 1;
    });
    // As if the access cookie had run out.
    await context.clearCookies({ name: 'buckle_access' });
    await Promise.all([page.reload(), second.goto('/account')]);
    await page.getByRole('link', { name: 'Members' }).waitFor();
    await second.getByRole('heading', { name: 'Sessions' }).waitFor();
    await second.getByText('This one').waitFor();
    expect(renewals).toBe(1);
  });

  it('asks to sign in when the session has ended elsewhere', async () => {
    const page = await studio.open();
    await page.goto('/sign-in');
    await signIn(page);
    await page.waitForURL('**/w/*/bots');
    await page.getByRole('button', { name: 'New bot' }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Members' }).click();
    await page.waitForURL('**/sign-in?next=*members');
  });

  it('registers where registration is open', async () => {
    const page = await studio.open({ language: 'zh-CN' });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: '创建账号' }).click();
    await page.getByLabel('你的名字').fill('Bert');
    await page.getByLabel('邮箱').fill('bert@example.com');
    await page.getByLabel('密码', { exact: true }).fill('another long password');
    await page.getByRole('button', { name: '创建账号' }).click();
    await page.waitForURL('**/w/*/bots');
    expect(await page.getByRole('link', { name: '用户' }).count()).toBe(0);
  });
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
}
