import { readFile } from 'node:fs/promises';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import type { WorkflowFile } from '@buckle/contract';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';
import { startRun } from './workflow-scene.ts';

const condition = { condition: { logic: 2, conditions: [{ operator: 1, left: { input: from('t.output') }, right: { input: given('Hello Ann') } }] } };

const at = (source: unknown, x: number): object => ({ ...(source as object), meta: { position: { x, y: 0 } } });

/** Asks whether a text is the one that it wants. */
const choosing = {
  nodes: [
    at(start({ name: 'who', type: 'string' }), 0), at(text('t', 'Hello {{who}}', { who: from('100001.who') }), 340),
    at(node('if', '8', { title: 'Is it Ann?', inputs: { branches: [condition] } }), 680), at(end({ said: from('t.output') }), 1020),
  ],
  edges: [line('100001', 't'), line('t', 'if'), line('if:true', '900001'), line('if:false', '900001')],
};

describeInBrowser('the files and trials of workflows', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
    },
  );
  const create = async (canvas: object, name: string): Promise<string> =>
    ((await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, name, canvas })) as { id: string }).id;
  const open = async (path: string): Promise<Page> => {
    const page = await studio.openSignedIn();
    await settle(page, path);
    return page;
  };

  it('are exported with what they call, imported, and say what became of what', async () => {
    const called = await create(choosing, 'Greeter');
    await create({
      nodes: [start({ name: 'who', type: 'string' }), node('sub', '9', { title: 'Greet', inputs: { workflowId: called, inputParameters: params({ who: from('100001.who') }) }, outputs: [{ name: 'said', type: 'string' }] }), end({ said: from('sub.said') })],
      edges: [line('100001', 'sub'), line('sub', '900001')],
    }, 'Main');
    const page = await open(`/w/${teamId}/workflows`);
    await page.getByRole('button', { name: 'More actions: Main' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export' }).click()]);
    expect(download.suggestedFilename()).toBe('Main.buckle.json');
    const exported = await readFile(await download.path(), 'utf8');
    const file = JSON.parse(exported) as WorkflowFile;
    expect(file.workflows.map(({ name }) => name)).toEqual(['Main', 'Greeter']);

    await page.getByRole('button', { name: 'Import' }).click();
    const dialogue = page.getByRole('dialog');
    const choose = (content: string) => dialogue.locator('input[type=file]').setInputFiles({ name: 'Main.buckle.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await choose(exported.slice(0, 200));
    await dialogue.getByRole('alert').getByText('This cannot be imported').waitFor();
    await choose(JSON.stringify({ ...file, main: 'gone' }));
    await dialogue.getByRole('button', { name: 'Import', exact: true }).click();
    await dialogue.getByText('no workflow of the file has the id "gone"').waitFor();
    await choose(JSON.stringify({ ...file, models: [{ id: '7', name: 'Clever' }] }));
    await dialogue.getByText('A file of Buckle with 2 workflows').waitFor();
    await dialogue.getByText('Models that it asks: Clever').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: 'Import', exact: true }).click();

    const report = page.getByRole('dialog', { name: 'Imported' });
    await report.getByText('Can run as it is').nth(1).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    const greeter = await report.getByRole('link', { name: 'Greeter' }).getAttribute('href');
    await report.getByRole('button', { name: 'Open the workflow' }).click();
    await page.waitForURL(/\/workflows\/\d+$/);
    const imported = (await studio.server.call('GET', `/api/workflows/${page.url().split('/').at(-1)}`)) as { name: string; id_map: { workflows: Record<string, string> } };
    expect(imported).toMatchObject({ name: 'Main', id_map: { workflows: { [called]: greeter?.split('/').at(-1) } } });
  });

  it('have their ids from elsewhere mapped in one step, which shows what was mapped to what', async () => {
    const greeter = await create(choosing, 'Greeter of elsewhere');
    const { id: dataset } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name: 'Facts', embedding_model_id: '' })) as { id: string };
    const canvas = {
      nodes: [
        at(start({ name: 'who', type: 'string' }), 0),
        at(node('m', '3', { title: 'Write', inputs: { llmParam: params({ modelType: given('77', 'integer'), modleName: given('Clever'), prompt: given('Hi') }) }, outputs: [{ name: 'output', type: 'string' }] }), 340),
        at(node('s', '9', { title: 'Greeter of elsewhere', inputs: { workflowId: '7401', workflowVersion: '', inputParameters: params({ who: from('100001.who') }) }, outputs: [{ name: 'said', type: 'string' }] }), 680),
        at(node('k', '6', { title: 'Look up', inputs: { datasetParam: params({ datasetList: given(['7402'], 'list', { type: 'string' }) }), inputParameters: params({ Query: from('100001.who') }) } }), 1020),
        at(end({ said: from('s.said') }), 1360),
      ],
      edges: [line('100001', 'm'), line('m', 's'), line('s', 'k'), line('k', '900001')],
    };
    for (const [size, language, words] of [
      ['wide', 'en', { import: 'Import', text: 'File or canvas, as JSON', create: 'Create', dataset: 'Data set: 7402', workflow: 'Workflow: Greeter of elsewhere', report: 'What stands for what' }],
      ['phone', 'zh-CN', { import: '导入', text: '文件或画布的 JSON', create: '创建', dataset: '知识库：7402', workflow: '工作流：Greeter of elsewhere', report: '对应关系' }],
    ] as const) {
      const page = await studio.openSignedIn(undefined, { size, language });
      await settle(page, `/w/${teamId}/workflows`);
      await page.getByRole('button', { name: words.import }).click();
      const dialogue = page.getByRole('dialog');
      await dialogue.getByLabel(words.text).fill(JSON.stringify(canvas));
      const workflow = dialogue.getByLabel(words.workflow);
      await workflow.waitFor();
      expect(await workflow.inputValue()).toBe(greeter);
      await dialogue.getByLabel(words.dataset).selectOption({ label: 'Facts' });
      expect(await studio.visitor.accessibilityProblems()).toEqual([]);
      await dialogue.getByRole('button', { name: words.create }).click();

      const mapped = page.getByRole('heading', { name: words.report });
      await mapped.waitFor();
      const report = page.getByRole('dialog');
      await report.getByText(`7402 → ${dataset}`).waitFor();
      await report.getByText(`7401 → ${greeter}`).waitFor();
      expect(await studio.visitor.accessibilityProblems()).toEqual([]);
      const made = (await report.getByRole('link').first().getAttribute('href'))?.split('/').at(-1) ?? '';
      expect(await studio.server.call('GET', `/api/workflows/${made}`)).toMatchObject({ id_map: { workflows: { 7401: greeter }, datasets: { 7402: dataset }, models: {} } });
      if (size === 'wide') {
        await settle(page, `/w/${teamId}/workflows/${made}`);
        const form = page.locator('[data-panel=node]');
        for (const [title, name] of [['Look up', 'Facts'], ['Greeter of elsewhere', 'Greeter of elsewhere']] as const) {
          await page.locator('.react-flow__node').filter({ hasText: title }).first().click();
          await form.getByText(name, { exact: true }).first().waitFor();
        }
      }
      await studio.visitor.close();
    }
  });

  it('try a node alone, with what the last run gave or with something else, and list that as a trial', async () => {
    const id = await create(choosing, 'Chooser');
    const page = await open(`/w/${teamId}/workflows/${id}`);
    await page.getByRole('button', { name: 'Test run' }).click();
    const whole = page.getByRole('region', { name: 'Test run' });
    await whole.getByRole('textbox', { name: /^who/ }).fill('Ann');
    await whole.getByRole('button', { name: 'Run', exact: true }).click();
    await whole.getByText('Succeeded', { exact: true }).waitFor();

    await page.locator('.react-flow__node').filter({ hasText: 'Is it Ann?' }).click();
    const trial = page.getByRole('region', { name: 'Try this node' });
    await trial.getByRole('button', { name: 'Try this node' }).click();
    const gave = trial.getByRole('textbox', { name: /^node t/ });
    expect(JSON.parse(await gave.inputValue())).toEqual({ output: 'Hello Ann' });
    await gave.fill('{"output": "Hello Bo"}');
    await trial.getByRole('button', { name: 'Run', exact: true }).click();
    await trial.getByText('Succeeded', { exact: true }).waitFor();
    await trial.getByText('Went on at Else').waitFor();
    await gave.fill('{"output": "Hello Ann"}');
    await trial.getByRole('button', { name: 'Run again' }).click();
    await trial.getByText('Went on at If').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);

    await page.goto(`/w/${teamId}/workflows/${id}?node=900001`);
    await trial.getByRole('button', { name: 'Try this node' }).click();
    await trial.getByText('cannot be tried alone').waitFor();

    const before = await startRun(studio.server, id, { who: 'Bo' }, 'completed');
    await studio.server.call('POST', `/api/runs/${before}/rerun`, { from_node: 'if' });
    await settle(page, `/w/${teamId}/workflows/${id}/runs`);
    expect(await page.getByRole('link', { name: 'Run again from “Is it Ann?”' }).getAttribute('href')).toContain(`/runs/${before}`);
    await page.getByRole('link', { name: 'Trial of “Is it Ann?”' }).first().click();
    await page.getByRole('region', { name: 'Is it Ann?' }).waitFor();
  });
});
