import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import * as english from '../src/i18n/en/index.ts';
import * as chinese from '../src/i18n/zh-CN/index.ts';
import { DOT } from './picture.ts';
import { settle } from './scene.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

// Each test goes on where the one before it has ended: a new instance, from its set-up to the log of what was done.

const languages = [
  { language: 'en', words: english },
  { language: 'zh-CN', words: chinese },
] as const;

for (const { language, words } of languages) {
  describeInBrowser(`the journey of a new instance (${language})`, () => {
    const { common, entrance, models, bots, chat, botEditor, sharing, shell, audit } = words;
    let model: ScriptedModel;
    let team: string;
    let bot: string;
    let sharePath: string;
    const studio = new StudioTests(
      () => StudioServer.start(),
      async (server) => {
        model = await ScriptedModel.start();
        server.endsWith(() => model.close());
      },
    );
    const comeBack = (): Promise<Page> => studio.openSignedIn(undefined, { language });
    /** Calls the API with the session of a page, for what this journey does not look at. */
    const call = async <T>(page: Page, path: string, data: object): Promise<T> => {
      const response = await page.request.post(path, { data, headers: { origin: studio.server.address } });
      const answer = (await response.json()) as { code: number; data: T };
      if (answer.code !== 0) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer.data;
    };
    const ask = async (page: Page, text: string): Promise<void> => {
      await page.getByRole('textbox', { name: chat.message }).fill(text);
      await page.getByRole('textbox', { name: chat.message }).press('Enter');
    };

    it('begins with the link of the first start, and a model that is connected and answers', async () => {
      const page = await studio.open({ language });
      await page.goto(studio.server.setUpLink);
      await page.getByLabel(entrance.name).fill('Ada');
      await page.getByLabel(common.email).fill(ADMINISTRATOR.email);
      await page.getByLabel(common.password, { exact: true }).fill(ADMINISTRATOR.password);
      await page.getByRole('button', { name: entrance.setUpAction }).click();
      await page.waitForURL('**/w/*/bots');
      const { id } = await call<{ id: string }>(page, '/api/workspaces', { name: 'Shop' });
      team = `/w/${id}`;

      await settle(page, `${team}/models`);
      await page.getByRole('button', { name: models.connect }).click();
      const dialogue = page.getByRole('dialog');
      await dialogue.getByRole('radio', { name: 'DeepSeek' }).check();
      await dialogue.getByLabel(models.baseUrl).fill(model.baseUrl);
      await dialogue.getByLabel(models.allowPrivate).check();
      await dialogue.getByLabel(models.key).fill('sk-0123456789abcdef');
      await dialogue.getByRole('combobox', { name: models.modelName }).fill('deepseek-chat');
      await dialogue.getByRole('button', { name: models.connectAndTest }).click();
      await dialogue.getByText(models.testOk.split('{{')[0] ?? '').waitFor();
      await dialogue.getByRole('button', { name: common.close }).last().click();
      await page.getByRole('row', { name: /deepseek-chat/ }).getByText(models.default, { exact: true }).waitFor();
    });

    it('goes on with a bot from a template and one from nothing, which is asked, stopped, and asked again', async () => {
      const page = await comeBack();
      await settle(page, `${team}/bots`);
      await page.getByRole('button', { name: bots.fromTemplate }).click();
      await page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${bots.useTemplate}`) }).first().click();
      await page.waitForURL('**/bots/*');
      await page.getByRole('link', { name: bots.back }).click();
      await page.getByRole('row').nth(1).waitFor();
      await page.getByRole('button', { name: bots.create }).click();
      const dialogue = page.getByRole('dialog');
      await dialogue.getByLabel(common.name).fill('Guide');
      await dialogue.getByRole('button', { name: common.create }).click();
      await page.waitForURL('**/bots/*');
      bot = new URL(page.url()).pathname;
      await page.getByRole('textbox', { name: botEditor.promptTitle }).fill('You are a guide.');

      await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: DOT });
      await page.getByText(chat.uploading).waitFor({ state: 'hidden' });
      model.enqueue({ text: ['A **dot**', ', no more.'], pieceDelay: 0 });
      await ask(page, 'What is this?');
      const log = page.getByRole('log');
      await log.locator('strong', { hasText: 'dot' }).waitFor();
      expect(JSON.stringify(model.calls.at(-1)?.body['messages'])).toMatch(/You are a guide\..*image_url/);

      model.enqueue({ text: ['On', ' and on'], pieceDelay: 0, hang: true }, { text: 'The end.' });
      await ask(page, 'Tell me a story');
      await log.getByText('On and on').waitFor();
      await page.getByRole('button', { name: chat.stop, exact: true }).click();
      await log.getByText(chat.stopped).waitFor();
      await page.getByRole('button', { name: chat.retry }).last().click();
      await log.getByText('The end.').waitFor();
      await log.getByText('On and on').waitFor({ state: 'hidden' });
    });

    it('publishes it and shares it', async () => {
      const page = await comeBack();
      await settle(page, bot);
      await page.getByRole('button', { name: bots.publish }).click();
      await page.getByRole('dialog').getByRole('button', { name: bots.publish }).click();
      await page.getByText(bots.published.replace('{{version}}', '1')).waitFor();
      await page.getByRole('link', { name: bots.tabs.share, exact: true }).click();
      await page.getByRole('radio', { name: new RegExp(`^${sharing.accesses.link}`) }).check();
      await page.getByRole('button', { name: common.save }).click();
      sharePath = new URL(await page.getByRole('textbox', { name: sharing.link }).inputValue()).pathname;
    });

    it('lets a visitor with a phone talk with it', async () => {
      const page = await studio.open({ language, size: 'phone' });
      await settle(page, sharePath);
      model.enqueue({ text: 'To the *left*.' });
      await ask(page, 'Where to?');
      await page.getByRole('log').locator('em', { hasText: 'left' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    });

    it('answers programs, with the code that its page shows, and has it all in the log', async () => {
      const page = await comeBack();
      await settle(page, `${bot}/api`);
      const code = await page.getByLabel('curl').last().textContent();
      const { token } = await call<{ token: string }>(page, '/api/tokens', { name: 'Journey', scopes: ['bot.chat'] });
      model.enqueue({ text: 'From a program.' });
      const environment = { ...process.env, BUCKLE_TOKEN: token, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
      const { stdout } = await promisify(execFile)('sh', ['-c', code ?? ''], { env: environment });
      expect(stdout).toContain('From a program.');

      await page.getByRole('link', { name: shell.entries.audit, exact: true }).click();
      const { model: ofModels, bot: ofBots } = audit.actions;
      for (const action of [ofModels.create, ofBots.create, ofBots.publish, ofBots.share]) {
        await page.getByRole('row', { name: action }).first().getByText(audit.outcomes.done).waitFor();
      }
    });

    // What a role may do does not depend on the language.
    if (language !== 'en') return;

    it.each([
      { role: 'admin', sees: ['bots', 'workflows', 'knowledge', 'overview', 'conversations', 'models', 'usage', 'members', 'oauthApps', 'audit'], manages: true, builds: true },
      { role: 'editor', sees: ['bots', 'workflows', 'knowledge', 'overview', 'conversations', 'models', 'usage', 'members'], manages: false, builds: true },
      { role: 'operator', sees: ['bots', 'workflows', 'knowledge', 'overview', 'conversations', 'models', 'usage', 'members'], manages: false, builds: false },
      { role: 'viewer', sees: ['bots', 'workflows', 'knowledge', 'overview', 'models', 'members'], manages: false, builds: false },
    ] as const)('shows the role "$role" what it may do, and nothing else', async ({ role, sees, manages, builds }) => {
      const owner = await comeBack();
      const email = `${role}@example.com`;
      await call(owner, '/api/users', { name: role, email, password: ADMINISTRATOR.password });
      await call(owner, `/api${team.replace('/w/', '/workspaces/')}/members`, { email, role });
      await studio.visitor.close();

      const page = await studio.openSignedIn(email);
      const offers = (name: string): Promise<number> => page.getByRole('button', { name, exact: true }).count();
      await settle(page, `${team}/bots`);
      const links = await page.getByRole('navigation').getByRole('link').allInnerTexts();
      expect(links.slice(0, links.indexOf(shell.entries.account))).toEqual(sees.map((word) => shell.entries[word]));
      expect(await offers(bots.create)).toBe(builds ? 1 : 0);
      await settle(page, `${team}/models`);
      expect(await offers(models.connect)).toBe(manages ? 1 : 0);
      await settle(page, `${team}/members`);
      expect(await offers(words.members.add)).toBe(manages ? 1 : 0);

      await settle(page, bot);
      expect(await offers(bots.publish)).toBe(builds ? 1 : 0);
      expect(await page.getByRole('textbox', { name: botEditor.promptTitle }).isEditable()).toBe(builds);
      if (builds) {
        model.enqueue({ text: `Hello, ${role}.` });
        await ask(page, 'Hello');
        await page.getByRole('log').getByText(`Hello, ${role}.`).waitFor();
      }
      // Who goes to an address that no link leads to is told so.
      await page.goto(`${team}/audit`);
      await (manages ? page.getByRole('row', { name: audit.actions.bot.publish }).first() : page.getByRole('alert').getByText(common.failure.forbidden)).waitFor();
    });
  });
}
