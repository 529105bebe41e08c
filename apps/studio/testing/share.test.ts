import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { fillScene, type Scene, settle } from './scene.ts';
import { ScriptWeight } from './script-weight.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('a shared bot', () => {
  let scene: Scene;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      scene = await fillScene(server);
    },
  );

  const share = async (access: object): Promise<string> => {
    const { path } = (await studio.server.call('PUT', `/api/bots/${scene.talk.botId}/sharing`, { messages_per_minute: 1_000, ...access })) as { path: string };
    return path;
  };
  const ask = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('textbox').fill(text);
    await page.getByRole('textbox').press('Enter');
  };

  it('gets a link, a password and a new link from its makers', async () => {
    await share({ access: 'off' });
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}/bots/${scene.talk.botId}`);
    await page.getByRole('link', { name: 'Share', exact: true }).click();
    await page.getByRole('radio', { name: /Who knows the password/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Please fill this in').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('sesame');
    await page.getByRole('button', { name: 'Save' }).click();
    const link = page.getByRole('textbox', { name: 'Link' });
    const before = await link.inputValue();
    expect(before).toContain('/s/');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'New link' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'New link' }).click();
    await expect.poll(() => link.inputValue()).not.toBe(before);
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
  });

  it('lets a visitor in by its password, who talks, goes on, judges, comes back and deletes', async () => {
    const path = await share({ access: 'password', password: 'open sesame' });
    const page = await studio.open({ size: 'phone', language: 'zh-CN', theme: 'dark' });
    await settle(page, path);
    await page.getByLabel('密码').fill('wrong');
    await page.getByRole('button', { name: '进入' }).click();
    await page.getByRole('alert').getByText('密码不正确。').waitFor();
    await page.getByLabel('密码').fill('open sesame');
    await page.getByRole('button', { name: '进入' }).click();
    await page.getByRole('button', { name: 'Can I send my order back?' }).click();
    await page.getByRole('cell', { name: 'Damaged' }).waitFor();
    await page.getByRole('button', { name: 'Who pays for the parcel?' }).click();
    await expect.poll(() => page.getByRole('cell', { name: 'Damaged' }).count()).toBe(2);
    await page.getByRole('button', { name: '回答得好' }).last().click();
    await page.getByRole('button', { name: '回答得好', pressed: true }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

    await page.getByRole('button', { name: '新对话' }).click();
    await page.getByRole('cell').first().waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('button', { name: '你的对话' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: /^Can I send my order back/ }).click();
    await page.getByRole('button', { name: '回答得好', pressed: true }).waitFor();
    await ask(page, 'And one more thing');
    await expect.poll(() => page.getByRole('cell', { name: 'Damaged' }).count()).toBe(3);
    await page.getByRole('button', { name: '你的对话' }).click();
    await drawer.getByRole('button', { name: '删除: Can I send my order back?' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '删除' }).click();
    await drawer.getByText('你还没有与它对话。').waitFor();
    await page.getByRole('cell').first().waitFor({ state: 'hidden' });
  });

  it('stops when it is told to, and says when it may be asked again', async () => {
    const path = await share({ access: 'link' });
    const page = await studio.open();
    await settle(page, path);
    await ask(page, 'Please talk for ever');
    await page.getByText('Once upon a time').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped.').waitFor();
    await share({ access: 'link', messages_per_minute: 1 });
    await ask(page, 'Are you there?');
    await page.getByRole('alert').getByText(/You can ask again in \d+ seconds?/).waitFor();
    await share({ access: 'link' });
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('cell', { name: 'Damaged' }).waitFor();
  });

  it('of members asks others to sign in, and knows them then', async () => {
    const path = await share({ access: 'members' });
    const page = await studio.open();
    await settle(page, path);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`**${path}`);
    await page.getByRole('button', { name: 'Can I send my order back?' }).waitFor();
    // Where only the access cookie has run out, the session is renewed.
    await page.context().clearCookies({ name: 'buckle_access' });
    await page.reload();
    await page.getByRole('button', { name: 'Can I send my order back?' }).waitFor();
  });

  it.each([
    ['public', true],
    ['link', true],
    ['password', false],
    ['members', false],
  ])('of the kind "%s" is told to who only reads its page: %s', async (access, isTold) => {
    const path = await share({ access, ...(access === 'password' && { password: 'open sesame' }) });
    const text = await (await fetch(studio.server.address + path)).text();
    for (const told of ['Returns desk', 'Ask me about your order']) expect(text.includes(told)).toBe(isTold);
  });

  it('is listed by search engines only where it is public, and loads less than 350 kB of compressed script', async () => {
    const page = await studio.open();
    const weight = new ScriptWeight(page);
    const robots = page.locator('meta[name=robots]');
    await settle(page, await share({ access: 'link' }));
    await page.getByRole('button', { name: 'Can I send my order back?' }).waitFor();
    await page.getByText('order', { exact: true }).waitFor();
    await ask(page, 'Hi');
    await page.getByRole('cell', { name: 'Damaged' }).waitFor();
    expect(await weight.take()).toBeLessThan(350_000);
    expect(await robots.getAttribute('content')).toBe('noindex');
    await settle(page, await share({ access: 'public' }));
    expect(await robots.count()).toBe(0);
    expect(await page.title()).toBe('Returns desk 退货助手 · Buckle');
    await settle(page, '/s/nothing');
    await page.getByText('There is nothing here').waitFor();
  });
});
