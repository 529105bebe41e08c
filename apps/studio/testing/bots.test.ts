import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import type { PageOptions } from './browser.ts';
import { DOT } from './picture.ts';
import { settle } from './scene.ts';
import { ScriptWeight } from './script-weight.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('the bots', () => {
  let model: ScriptedModel;
  let teamId: string;
  const studio = new StudioTests(
    async () => {
      model = await ScriptedModel.start();
      return StudioServer.startWithAccount({ BUCKLE_MODEL_BASE_URL: model.baseUrl, BUCKLE_MODEL_NAME: 'scripted' });
    },
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
    },
  );
  afterAll(() => model.close());

  const createBot = async (fields: object = {}): Promise<string> => {
    const { bot_id: id } = (await studio.server.call('POST', '/v1/bot/create', { space_id: teamId, name: 'Guide', ...fields })) as { bot_id: string };
    return id;
  };
  const draftOf = async (botId: string) =>
    (await studio.server.call('GET', `/api/bots/${botId}/draft`)) as { revision: number; online_version?: string; definition: Record<string, unknown> };
  const openEditor = async (botId: string, options?: PageOptions): Promise<Page> => {
    const page = await studio.openSignedIn(undefined, options);
    await settle(page, `/w/${teamId}/bots/${botId}`);
    return page;
  };
  const ask = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
  };
  const saved = (page: Page) => page.locator('[data-state=saved]').waitFor();

  it.each([
    {
      options: { language: 'en' },
      words: { create: 'New bot', name: 'Name', make: 'Create', prompt: 'Persona and prompt', message: 'Message', publish: 'Publish', versions: 'Versions', version: 'Version 1', back: 'All bots', online: 'Online' },
    },
    {
      options: { language: 'zh-CN', theme: 'dark' },
      words: { create: '新建智能体', name: '名称', make: '创 建', prompt: '人设与提示词', message: '消息', publish: '发布', versions: '版本', version: '版本 1', back: '全部智能体', online: '已上线' },
    },
  ] as const)('are made, told what to do, tried and published ($options.language)', async ({ options, words }) => {
    const page = await studio.openSignedIn(undefined, options);
    await page.goto(`/w/${teamId}/bots`);
    await page.getByRole('button', { name: words.create }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel(words.name).fill(`Guide ${options.language}`);
    await dialogue.getByRole('button', { name: new RegExp(words.make.replace(' ', ' ?')) }).click();
    await page.waitForURL('**/bots/*');
    await page.getByRole('textbox', { name: words.prompt }).fill('You are a guide.');
    await saved(page);
    model.enqueue({ text: ['Go ', '**north**', '.'], pieceDelay: 0 });
    await page.getByRole('textbox', { name: words.message }).fill('Where to?');
    await page.getByRole('textbox', { name: words.message }).press('Enter');
    await page.getByRole('log').locator('strong', { hasText: 'north' }).waitFor();
    expect(model.calls.at(-1)?.body['messages']).toMatchObject([{ content: 'You are a guide.' }, { content: 'Where to?' }]);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);

    const publish = new RegExp(words.publish.split('').join(' ?'));
    await page.getByRole('button', { name: publish }).click();
    await dialogue.getByRole('textbox').fill('The first');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: publish }).click();
    await dialogue.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: words.versions }).click();
    await page.getByRole('row').filter({ hasText: words.version }).filter({ hasText: 'The first' }).waitFor();
    await page.getByRole('link', { name: words.back }).click();
    await page.getByRole('row').filter({ hasText: `Guide ${options.language}` }).getByText(words.online, { exact: true }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('are made from templates, duplicated, found by state and deleted', async () => {
    const page = await studio.openSignedIn(undefined, { size: 'phone' });
    await page.goto(`/w/${teamId}/bots`);
    await page.getByRole('button', { name: 'From a template' }).click();
    await page.getByRole('button', { name: 'Use this: House rules' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Use this: House rules' }).click();
    await page.waitForURL('**/bots/*');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: 'When is the office open?' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('link', { name: 'All bots' }).click();
    await page.getByRole('button', { name: 'More actions: House rules' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('link', { name: 'House rules (copy)' }).waitFor();
    await page.getByText('Online', { exact: true }).first().click();
    await page.getByRole('link', { name: 'House rules (copy)' }).waitFor({ state: 'hidden' });
    await page.getByText('Not published', { exact: true }).click();
    await page.getByRole('button', { name: 'More actions: House rules (copy)' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'House rules (copy)' }).waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });

  it('have all of their settings in the editor, which says at the field what is wrong', async () => {
    const botId = await createBot();
    const page = await openEditor(botId);
    await page.getByRole('heading', { name: 'Variables' }).click();
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByLabel('Name', { exact: true }).nth(1).fill('1city');
    await page.getByText('not beginning with a digit').waitFor();
    await page.locator('[data-state=invalid]').waitFor();
    await page.getByLabel('Name', { exact: true }).nth(1).fill('city');
    await saved(page);

    // A name is offered while it is being written.
    const prompt = page.getByRole('textbox', { name: 'Persona and prompt' });
    await prompt.pressSequentially('In {{ci');
    await page.getByRole('option', { name: 'city' }).waitFor();
    await prompt.press('Enter');
    expect(await prompt.inputValue()).toBe('In {{city}}');
    await prompt.pressSequentially(' and {{there}}');
    await page.getByText('Not declared as variables: {{there}}').waitFor();

    await page.getByRole('heading', { name: 'Intents' }).click();
    await page.getByRole('button', { name: 'Add an intent' }).click();
    await page.getByLabel('Name', { exact: true }).nth(2).fill('Thanks');
    await page.getByLabel('Examples, one a line').fill('Thank you\nThanks a lot');
    await page.getByLabel('Then').selectOption('reply');
    await page.getByText('Please fill this in').waitFor();
    await page.getByLabel('Text', { exact: true }).fill('You are welcome.');

    await page.getByRole('heading', { name: 'Tools of the client' }).click();
    await page.getByRole('button', { name: 'Add a tool' }).click();
    await page.getByLabel('Name', { exact: true }).nth(3).fill('clock');
    await page.getByLabel('Parameters, as a JSON Schema').fill('{"type": "object",}');
    await page.getByText('This is no valid JSON').waitFor();
    await page.getByLabel('Parameters, as a JSON Schema').fill('{"type":"object","properties":{"zone":{"type":"string"}}}');
    await page.getByRole('button', { name: 'Tidy up' }).click();
    await page.getByLabel('Temperature').fill('0.5');
    await page.getByRole('heading', { name: 'Follow-up questions' }).click();
    await page.getByRole('combobox', { name: 'Follow-up questions' }).selectOption('enable');
    await saved(page);
    expect(await draftOf(botId)).toMatchObject({
      definition: {
        prompt: 'In {{city}} and {{there}}',
        model: { temperature: 0.5 },
        variables: [{ keyword: 'city' }],
        intents: [{ name: 'Thanks', examples: ['Thank you', 'Thanks a lot'], reply: 'You are welcome.' }],
        tools: [{ function: { name: 'clock', parameters: { properties: { zone: { type: 'string' } } } } }],
        suggestions: { reply_mode: 'enable' },
      },
    });
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('keep what was typed while it cannot be saved, also when the page is loaded again', async () => {
    const botId = await createBot();
    const page = await openEditor(botId);
    await page.route('**/api/bots/*/draft', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    const prompt = page.getByRole('textbox', { name: 'Persona and prompt' });
    await prompt.fill('Typed in a tunnel.');
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    page.on('dialog', (dialogue) => void dialogue.accept());
    await page.reload();
    await page.unroute('**/api/bots/*/draft');
    await page.getByText('What you had typed before').waitFor();
    expect(await prompt.inputValue()).toBe('Typed in a tunnel.');
    await page.getByRole('button', { name: 'Try again' }).or(page.locator('[data-state=saved]')).first().waitFor();
    if ((await page.getByRole('button', { name: 'Try again' }).count()) > 0) await page.getByRole('button', { name: 'Try again' }).click();
    await saved(page);
    expect((await draftOf(botId)).definition['prompt']).toBe('Typed in a tunnel.');
    // The refused connections, which the test asked for.
    studio.visitor.problems.length = 0;
  });

  it('that were changed in two tabs show both, and the user chooses', async () => {
    const botId = await createBot({ description: 'First', prompt_info: { prompt: 'First' } });
    const page = await openEditor(botId);
    const second = await page.context().newPage();
    await settle(second, `/w/${teamId}/bots/${botId}`);
    await second.getByRole('textbox', { name: 'Description' }).fill('Of the second tab');
    await second.getByRole('textbox', { name: 'Persona and prompt' }).fill('Of the second tab');
    await saved(second);
    await page.getByRole('textbox', { name: 'Persona and prompt' }).fill('Of the first tab');
    const dialogue = page.getByRole('dialog');
    const promptPart = dialogue.getByRole('group', { name: 'Persona and prompt' });
    await promptPart.getByText('Of the second tab').waitFor();
    await promptPart.getByText('Of the first tab').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    // What only the other tab has changed is proposed from there; of the prompt, one's own.
    await dialogue.getByRole('button', { name: 'Save this choice' }).click();
    await saved(page);
    expect(await page.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('Of the second tab');
    expect(await draftOf(botId)).toMatchObject({ definition: { description: 'Of the second tab', prompt: 'Of the first tab' } });
  });

  it('are tried with pictures, stopped, asked again, and say why they fail', async () => {
    const page = await openEditor(await createBot());
    await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: DOT });
    await page.getByText('Uploading…').waitFor({ state: 'hidden' });
    model.enqueue({ text: 'A dot.', reasoning: 'It is small.' });
    await ask(page, 'What is this?');
    await page.getByText('A dot.').waitFor();
    expect(JSON.stringify(model.calls.at(-1)?.body['messages'])).toContain('image_url');
    await page.getByRole('log').getByRole('img', { name: 'dot.png' }).waitFor();
    await page.getByText('How it thought').click();
    await page.getByText('It is small.').waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByText('first word after').waitFor();

    model.enqueue({ text: ['It goes on', ' and on'], pieceDelay: 0, hang: true }, { text: 'Short.' });
    await ask(page, 'Tell me a story');
    await page.getByText('It goes on and on').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped.').waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText('Short.').waitFor();
    await page.getByText('It goes on and on').waitFor({ state: 'hidden' });
    const shown = JSON.stringify(model.calls.at(-1)?.body['messages']);
    expect(shown).not.toContain('It goes on');
    expect(shown.split('Tell me a story')).toHaveLength(2);

    model.enqueue({ error: { status: 401, message: 'No.' } });
    await ask(page, 'And now?');
    await page.getByRole('alert').getByText('refused the API key').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByText('And now?').waitFor({ state: 'hidden' });
  });

  it('show the text of a model as Markdown, and nothing of it as HTML', async () => {
    const page = await openEditor(await createBot());
    model.enqueue({ text: '<img src=x onerror=alert(1)> [a](javascript:alert(1)) [site](https://example.com) ![far](https://example.com/a.png) $a^2$\n\n```js\n1 + 1\n```' });
    await ask(page, 'Show me');
    const answer = page.getByRole('log');
    await answer.locator('math').waitFor();
    expect(await answer.locator('img').count()).toBe(0);
    await answer.getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await answer.getByText('a', { exact: true }).first().getAttribute('href')).toBeFalsy();
    expect(await answer.getByRole('link', { name: 'site' }).getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await answer.getByRole('link', { name: 'far' }).getAttribute('href')).toBe('https://example.com/a.png');
    expect(await answer.locator('pre').textContent()).toBe('1 + 1');
  });

  it('load less than 350 kB of compressed script to be edited and to answer', async () => {
    const botId = await createBot();
    const page = await studio.openSignedIn();
    const weight = new ScriptWeight(page);
    await settle(page, `/w/${teamId}/bots/${botId}`);
    model.enqueue({ text: '**Hello!**' });
    await ask(page, 'Hi');
    await page.getByRole('log').locator('strong', { hasText: 'Hello!' }).waitFor();
    expect(await weight.take()).toBeLessThan(350_000);
  });

  it('ask the tester for the outputs of tools, and offer questions to go on with', async () => {
    const botId = await createBot({ suggest_reply_info: { reply_mode: 'enable' } });
    const { revision, definition } = await draftOf(botId);
    await studio.server.call('PUT', `/api/bots/${botId}/draft`, { revision, definition: { ...definition, tools: [{ function: { name: 'clock' } }] } });
    const page = await openEditor(botId);
    model.enqueue(
      { toolCalls: [{ id: 'call_1', name: 'clock', arguments: '{"zone":"CET"}' }] },
      { text: 'It is noon.' },
      { text: 'In Rome?\nIn Oslo?' },
      { text: 'Noon too.' },
      { text: 'Why?' },
    );
    await ask(page, 'What time is it?');
    await page.getByLabel('Output of clock').fill('12:00');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Give the output' }).click();
    await page.getByText('It is noon.').waitFor();
    await page.getByRole('button', { name: 'In Rome?' }).click();
    await page.getByText('Noon too.').waitFor();
    await page.getByRole('button', { name: 'Why?' }).waitFor();
  });

  it('differ between versions, go back to one, and go offline', async () => {
    const botId = await createBot({ prompt_info: { prompt: 'Line one\nLine two' } });
    await studio.server.call('POST', '/v1/bot/publish', { bot_id: botId });
    await studio.server.call('POST', '/v1/bot/update', { bot_id: botId, prompt_info: { prompt: 'Line one\nLine three' } });
    const page = await openEditor(botId);
    await page.getByRole('button', { name: 'Publish' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.locator('del', { hasText: 'Line two' }).waitFor();
    await dialogue.locator('ins', { hasText: 'Line three' }).waitFor();
    await dialogue.getByRole('button', { name: 'Publish' }).click();
    await dialogue.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Compare: 1' }).click();
    await dialogue.locator('ins', { hasText: 'Line three' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Put online again: 1' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Put online again' }).click();
    await page.getByRole('button', { name: 'Put online again: 2' }).waitFor();
    expect((await draftOf(botId)).online_version).toBe('1');
    await page.getByRole('button', { name: 'Take offline' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Take offline' }).click();
    await page.getByRole('button', { name: 'Take offline' }).waitFor({ state: 'hidden' });
    expect((await draftOf(botId)).online_version).toBeUndefined();
  });

  it('have code on their page that works when pasted', async () => {
    const botId = await createBot();
    await studio.server.call('POST', '/v1/bot/publish', { bot_id: botId });
    const page = await studio.openSignedIn();
    await settle(page, `/w/${teamId}/bots/${botId}/api`);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    const environment = { ...process.env, BUCKLE_TOKEN: ADMINISTRATOR.token, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    const curl = await page.getByLabel('curl').last().textContent();
    const { stdout } = await run('sh', ['-c', curl ?? ''], { env: environment });
    expect(stdout).toContain('event:conversation.chat.completed');

    await page.getByText('JavaScript', { exact: true }).click();
    const code = await page.getByRole('group', { name: 'JavaScript' }).textContent();
    // Beside this file, so that it finds the client.
    const folder = await mkdtemp(fileURLToPath(new URL('./pasted-', import.meta.url)));
    try {
      await writeFile(`${folder}/hello.mjs`, code ?? '');
      const { stdout: said } = await run(process.execPath, [`${folder}/hello.mjs`], { env: environment });
      expect(said).toBe('Hello!');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are shown to those who may not change them', async () => {
    const email = 'viewer@example.com';
    await studio.server.call('POST', '/api/users', { email, name: 'Viewer', password: ADMINISTRATOR.password });
    await studio.server.call('POST', `/api/workspaces/${teamId}/members`, { email, role: 'viewer' });
    const botId = await createBot({ name: 'Watched' });
    const page = await studio.openSignedIn(email);
    await settle(page, `/w/${teamId}/bots`);
    expect(await page.getByRole('button', { name: /New bot|More actions/ }).count()).toBe(0);
    await settle(page, `/w/${teamId}/bots/${botId}`);
    await page.getByText('Your role may look at this bot').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Publish' }).count()).toBe(0);
  });
});

const run = promisify(execFile);
