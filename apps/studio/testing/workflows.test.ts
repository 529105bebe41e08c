import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import { settle } from './scene.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';
import { startRun } from './workflow-scene.ts';

const say = (id: string, content: string, inputs: Record<string, unknown> = {}) =>
  node(id, '13', { title: 'Say', inputs: { inputParameters: params(inputs), content: given(content), streamingOutput: true } });

/** Asks a model, says what it writes, asks a person, and fails where the answer is no JSON. */
const scripted = {
  nodes: [
    start({ name: 'who', type: 'string', required: true }, { name: 'times', type: 'integer' }, { name: 'tags', type: 'list', schema: { type: 'string' } }),
    node('llm', '3', { title: 'Ask the model', inputs: { inputParameters: params({ who: from('100001.who') }), llmParam: params({ prompt: given('Greet {{who}}') }), settingOnError: { processType: 1, timeoutMs: 60_000 } }, outputs: [{ name: 'output', type: 'string' }] }),
    say('say', '{{greeting}}', { greeting: from('llm.output') }),
    node('ask', '18', {
      title: 'Which JSON?',
      inputs: { question: 'Which **JSON**, {{who}}?', inputParameters: params({ who: from('100001.who') }), answer_type: 'option', option_type: 'static', options: [{ name: '{"a": 1}' }, { name: 'broken' }] },
      outputs: [{ name: 'optionId', type: 'string' }, { name: 'optionContent', type: 'string' }],
    }),
    node('read', '59', { title: 'Read it', inputs: { inputParameters: params({ input: from('ask.optionContent') }) }, outputs: [{ name: 'output', type: 'object', schema: [] }] }),
    node('loop', '21', {
      title: 'Repeat',
      inputs: { loopType: 'count', loopCount: 3 },
      outputs: [{ name: 'lines', input: from('row.output', 'list', { type: 'string' }) }],
      blocks: [text('row', 'Row {{i}}', { i: from('loop.index', 'integer') })],
      edges: [line('loop:loop-function-inline-output', 'row'), line('row', 'loop')],
    }),
    end({ found: from('read.output', 'object', []), lines: from('loop.lines', 'list', { type: 'string' }) }),
  ],
  edges: [
    line('100001', 'llm'), line('llm', 'say'), line('say', 'ask'), line('ask:branch_0', 'read'), line('ask:branch_1', 'read'), line('ask:default', 'read'),
    line('read', 'loop'), line('loop:loop-output', '900001'),
  ],
};

const greeting = {
  nodes: [start({ name: 'who', type: 'string', required: true }), text('t', 'Hello {{who}}', { who: from('100001.who') }), say('said', '{{hello}}', { hello: from('t.output') }), end({ said: from('t.output') })],
  edges: [line('100001', 't'), line('t', 'said'), line('said', '900001')],
};

describeInBrowser('the workflows', () => {
  let model: ScriptedModel;
  let teamId: string;
  const studio = new StudioTests(
    async () => {
      model = await ScriptedModel.start();
      return StudioServer.startWithAccount({ BUCKLE_MODEL_BASE_URL: model.baseUrl, BUCKLE_MODEL_NAME: 'scripted' });
    },
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      for (const role of ['viewer', 'operator']) {
        await server.call('POST', '/api/users', { name: role, email: `${role}@example.com`, password: ADMINISTRATOR.password });
        await server.call('POST', `/api/workspaces/${teamId}/members`, { email: `${role}@example.com`, role });
      }
    },
  );
  afterAll(() => model.close());

  const create = async (canvas: object, name = 'Flow'): Promise<string> =>
    ((await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, name, canvas })) as { id: string }).id;
  const pathOf = (workflowId: string, page = ''): string => `/w/${teamId}/workflows/${workflowId}${page}`;
  const open = async (path: string, email?: string): Promise<Page> => {
    const page = await studio.openSignedIn(email);
    await settle(page, path);
    return page;
  };
  /** Opens the panel in which the draft is tried. */
  const tryOut = (page: Page) => page.getByRole('button', { name: 'Test run' }).click();
  const panelOf = (page: Page) => page.getByRole('region', { name: 'Test run' });

  it('are made of a template, run by keyboard, and remember what they were given', async () => {
    const page = await open(`/w/${teamId}/workflows`);
    await page.getByRole('button', { name: 'From a template' }).click();
    await page.getByRole('button', { name: 'Use this: Sort messages' }).click();
    await page.waitForURL('**/workflows/*');
    await tryOut(page);
    await page.getByRole('textbox', { name: /^message/ }).fill('When are you open?');
    await page.getByRole('textbox', { name: /^message/ }).press('Control+Enter');
    const panel = panelOf(page);
    await panel.getByText('Succeeded', { exact: true }).waitFor();
    await panel.getByText('We are there Monday to Friday, 9:00 to 18:00.').first().waitFor();
    await page.reload();
    await tryOut(page);
    expect(await page.getByRole('textbox', { name: /^message/ }).inputValue()).toBe('When are you open?');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('ask before a run for what is missing, say what the model writes, wait for an answer, and page through rounds', async () => {
    const page = await open(pathOf(await create(scripted)));
    await tryOut(page);
    const panel = panelOf(page);
    await page.getByRole('textbox', { name: /^times/ }).fill('many');
    await page.getByRole('textbox', { name: /^tags/ }).fill('a, b');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByText('Please fill this in').waitFor();
    await panel.getByText('A whole number, please').waitFor();
    await panel.getByText('A list as JSON, please').waitFor();
    await page.getByRole('textbox', { name: /^who/ }).fill('Ann');
    await page.getByRole('textbox', { name: /^times/ }).fill('2');
    await page.getByRole('textbox', { name: /^tags/ }).fill('["a"]');
    model.enqueue({ text: ['Good ', '**morning**'] });
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByRole('log').locator('strong', { hasText: 'morning' }).waitFor();
    const question = panel.getByRole('region', { name: 'It asks: Which JSON?' });
    await question.locator('strong', { hasText: 'JSON' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await question.getByRole('button', { name: '{"a": 1}' }).click();
    await panel.getByText('Succeeded', { exact: true }).waitFor();

    await panel.getByRole('button', { name: /^Repeat/ }).click();
    await panel.getByText('Round 1 of 3').waitFor();
    await panel.getByRole('button', { name: 'Next round' }).click();
    await panel.getByRole('button', { name: 'Next round' }).click();
    await panel.getByRole('button', { name: /^node row/ }).click();
    await panel.getByText('Row 2', { exact: true }).waitFor();
  });

  it('name the step that failed, with the reason and what it was given, also after a reload of its page', async () => {
    const id = await create(scripted);
    const page = await open(pathOf(id));
    await tryOut(page);
    const panel = panelOf(page);
    await page.getByRole('textbox', { name: /^who/ }).fill('Bo');
    model.enqueue({ text: 'Hello' });
    await page.getByRole('textbox', { name: /^who/ }).press('Control+Enter');
    const question = panel.getByRole('region', { name: 'It asks: Which JSON?' });
    await question.getByRole('textbox', { name: 'Something else' }).fill('not JSON');
    await question.getByRole('textbox', { name: 'Something else' }).press('Enter');
    await panel.getByRole('alert').getByText('“Read it” failed').waitFor();
    await panel.getByText('The text is not JSON').first().waitFor();
    await panel.locator('pre', { hasText: 'not JSON' }).waitFor();

    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('row', { name: /Failed/ }).getByText('The text is not JSON').waitFor();
    await page.getByText('Succeeded', { exact: true }).click();
    await page.getByText('No run is in this state.').waitFor();
    await page.getByText('Failed', { exact: true }).click();
    await page.getByRole('row', { name: /Failed/ }).getByRole('link').click();
    await page.getByRole('list', { name: 'Journal' }).getByText('Which JSON?').first().waitFor();
    await page.reload();
    await page.getByRole('alert').getByText('“Read it” failed').waitFor();
    await page.getByRole('definition').filter({ hasText: 'Bo' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);

    await page.getByRole('button', { name: 'Run again from here' }).click();
    const dialogue = page.getByRole('dialog', { name: 'Run again from “Read it”' });
    await dialogue.getByRole('textbox', { name: /^input/ }).fill('{"a": 2}');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('Succeeded', { exact: true }).waitFor();
    await page.getByText('Goes on from an earlier run at').waitFor();
    await page.getByRole('button', { name: /Ask the model.*taken over/ }).waitFor();
    await page.locator('pre', { hasText: '"a": 2' }).first().waitFor();
  });

  it('go on before one’s eyes where somebody else answers, and are cancelled from their page', async () => {
    const id = await create(scripted);
    model.enqueue({ text: 'Hello' }, { text: 'Hello' });
    const [answered, canceled] = [await startRun(studio.server, id, { who: 'Cy' }, 'waiting'), await startRun(studio.server, id, { who: 'Di' }, 'waiting')];
    const page = await open(pathOf(id, `/runs/${answered}`));
    await page.getByRole('region', { name: 'It asks: Which JSON?' }).waitFor();
    await studio.server.call('POST', `/api/runs/${answered}/answer`, { event_id: `${answered}/0/ask`, answer: '{"a": 1}' });
    await page.getByText('Succeeded', { exact: true }).waitFor();
    await settle(page, pathOf(id, `/runs/${canceled}`));
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
  });

  it('are found again where the connection breaks', async () => {
    const id = await create(greeting);
    const runId = await startRun(studio.server, id, { who: 'Ed' }, 'completed');
    const page = await studio.openSignedIn();
    let isFirst = true;
    await page.route('**/events?*', (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      return route.abort();
    });
    await page.goto(pathOf(id, `/runs/${runId}`));
    await page.getByText('The connection is lost').waitFor();
    await page.getByText('Succeeded', { exact: true }).waitFor();
    await page.getByText('The connection is lost').waitFor({ state: 'hidden' });
    studio.visitor.problems.length = 0;
  });

  it('are published once nothing is wrong, looked at as they were, and had back', async () => {
    const id = await create({ ...greeting, edges: greeting.edges.slice(0, 2) });
    const page = await open(pathOf(id, '/versions'));
    await page.getByRole('button', { name: 'Publish' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByText('It cannot be published before these are mended:').waitFor();
    await dialogue.getByText('No line leads to it, so it never runs.').waitFor();
    expect(await dialogue.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);
    await dialogue.getByRole('button', { name: 'Cancel' }).click();
    await studio.server.call('PUT', `/api/workflows/${id}/canvas`, { canvas: greeting });
    await page.getByRole('button', { name: 'Publish' }).click();
    await dialogue.getByLabel('Version').fill('1.0');
    await dialogue.getByRole('button', { name: 'Publish' }).click();
    await dialogue.getByText('Three numbers behind a v, like v1.0.0').waitFor();
    await dialogue.getByLabel('Version').fill('v2.0.0');
    await dialogue.getByLabel('Notes').fill('The first');
    await dialogue.getByRole('button', { name: 'Publish' }).click();
    const row = page.getByRole('row', { name: /v2.0.0/ });
    await row.getByText('Online', { exact: true }).waitFor();

    await studio.server.call('PUT', `/api/workflows/${id}/canvas`, { canvas: { ...greeting, nodes: greeting.nodes.filter((each) => (each as { id: string }).id !== 'said'), edges: [line('100001', 't'), line('t', '900001')] } });
    await page.reload();
    await row.getByRole('button', { name: 'Look at it' }).click();
    await dialogue.getByText('Removed: Say').waitFor();
    await dialogue.getByText('who', { exact: true }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), dialogue.getByRole('button', { name: 'Download as JSON' }).click()]);
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ nodes: [{ id: '100001' }, { id: 't' }, { id: 'said' }, { id: '900001' }] });
    await dialogue.getByRole('button', { name: 'Close' }).last().click();
    await row.getByRole('button', { name: 'Make it the draft' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it the draft' }).click();
    await page.getByText('The draft is what version v2.0.0 was').waitFor();
    const { canvas } = (await studio.server.call('GET', `/api/workflows/${id}`)) as { canvas: { nodes: unknown[] } };
    expect(canvas.nodes).toHaveLength(4);

    // The third draft is the one without "Say"; it comes into the list with what restored the version.
    const replaced = page.getByRole('table', { name: 'Earlier drafts' }).getByRole('row').filter({ has: page.getByRole('cell', { name: '3', exact: true }) });
    await replaced.getByRole('button', { name: /^Look at it/ }).click();
    await dialogue.getByText('Added: Say').waitFor();
    await dialogue.getByRole('button', { name: 'Close' }).last().click();
    await replaced.getByRole('button', { name: /^Make it the draft/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it the draft' }).click();
    await page.getByText(/The draft is what the draft of .* was/).waitFor();
    expect(((await studio.server.call('GET', `/api/workflows/${id}`)) as { canvas: { nodes: unknown[] } }).canvas.nodes).toHaveLength(3);
  });

  it('are called by programs with the code that their page shows', async () => {
    const id = await create(greeting);
    await studio.server.call('POST', `/api/workflows/${id}/publish`, {});
    const page = await open(pathOf(id, '/api'));
    const { token } = (await studio.server.call('POST', '/api/tokens', { name: 'Page', scopes: ['workflow.run'] })) as { token: string };
    const folder = await mkdtemp(join(tmpdir(), 'buckle-code-'));
    await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
    const environment = { ...process.env, BUCKLE_TOKEN: token, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    const runCode = async (language: 'curl' | 'JavaScript'): Promise<string> => {
      await page.getByText(language, { exact: true }).click();
      const code = (await page.getByLabel(language).last().textContent()) ?? '';
      await writeFile(join(folder, 'code.mjs'), code);
      const command = language === 'curl' ? ['sh', '-c', code] : [process.execPath, 'code.mjs'];
      return (await promisify(execFile)(command[0] ?? '', command.slice(1), { cwd: folder, env: environment })).stdout;
    };
    try {
      for (const [way, expected] of [['Until the end', 'Hello text'], ['As it comes', 'Hello text'], ['In the background', 'Success']] as const) {
        await page.getByText(way, { exact: true }).click();
        expect(await runCode('curl')).toContain(expected);
        expect(await runCode('JavaScript')).toContain(expected);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are imported from a canvas of elsewhere, with what is wrong with it, renamed, and deleted', async () => {
    const page = await open(`/w/${teamId}/workflows`);
    await page.getByRole('button', { name: 'Import' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('File or canvas, as JSON').fill('{"nodes": 7}');
    await dialogue.getByText('This cannot be imported').waitFor();
    const unknown = node('u', '777', { title: 'Unknown' });
    const canvas = { nodes: [...greeting.nodes, unknown], edges: greeting.edges };
    await dialogue.locator('input[type=file]').setInputFiles({ name: 'flow.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ type: 'coze-workflow-clipboard-data', json: canvas })) });
    await dialogue.getByText('No kind of node has the number 777.').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByLabel('Name').fill('From elsewhere');
    await dialogue.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL('**/workflows/*');

    await page.getByRole('link', { name: 'All workflows' }).click();
    await page.getByRole('button', { name: 'More actions: From elsewhere' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await dialogue.getByLabel('Name').fill('From afar');
    await dialogue.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: /From afar/ });
    await row.waitFor();
    await page.getByRole('button', { name: 'More actions: From afar' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialogue.getByText('It goes with all of its versions and runs.').waitFor();
    await dialogue.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('are shown to a viewer without what the role does not allow', async () => {
    const id = await create(greeting);
    const page = await open(`/w/${teamId}/workflows`, 'viewer@example.com');
    expect(await page.getByRole('button', { name: 'New workflow' }).count()).toBe(0);
    await page.getByRole('button', { name: /More actions/ }).first().click();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Export']);
    await settle(page, pathOf(id));
    await page.getByText('Your role may look at this workflow and not change it.').waitFor();
    expect(await page.getByRole('button', { name: 'Test run' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Publish' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Runs' }).count()).toBe(0);
    await page.goto(pathOf(id, '/runs'));
    await page.getByRole('alert').getByText('You may not do this').waitFor();
  });

  it('are answered by an operator, who may not change them', async () => {
    const id = await create(scripted);
    model.enqueue({ text: 'Hello' });
    const runId = await startRun(studio.server, id, { who: 'Flo' }, 'waiting');
    const page = await open(pathOf(id, `/runs/${runId}`), 'operator@example.com');
    expect(await page.getByRole('button', { name: 'Publish' }).count()).toBe(0);
    await page.getByRole('button', { name: '{"a": 1}' }).click();
    await page.getByText('Succeeded', { exact: true }).waitFor();
  });
});
