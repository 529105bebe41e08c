import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import type { PageOptions } from './browser.ts';
import { paintedPicture } from './picture.ts';
import { settle } from './scene.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

const MANUAL = '# Returns\n\n## Deadline\n\nGoods can be returned within seven days of delivery.\n\n## Refunds\n\nRefunds are paid to the card that was charged.\n';

describeInBrowser('a data set', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      for (const role of ['viewer', 'operator']) {
        await server.call('POST', '/api/users', { name: role, email: `${role}@example.com`, password: ADMINISTRATOR.password });
        await server.call('POST', `/api/workspaces/${teamId}/members`, { email: `${role}@example.com`, role });
      }
    },
  );

  const dataset = async (name: string): Promise<string> => ((await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name })) as { id: string }).id;
  const open = async (path: string, options?: PageOptions, email?: string): Promise<Page> => {
    const page = await studio.openSignedIn(email, options);
    await settle(page, `/w/${teamId}/knowledge${path}`);
    return page;
  };

  it('is made, filled by files, searched, and answers otherwise when a passage is changed', async () => {
    const page = await open('');
    await page.getByRole('button', { name: 'New data set' }).click();
    const making = page.getByRole('dialog', { name: 'New data set' });
    await making.getByLabel('Name').fill('Shop manual');
    await making.getByText('There is no embedding model here').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await making.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Add the first documents' }).waitFor();

    await page.getByRole('button', { name: 'Add documents' }).click();
    const adding = page.getByRole('dialog', { name: 'Add documents' });
    const files = [{ name: 'returns.md', mimeType: 'text/markdown', buffer: Buffer.from(MANUAL) }, { name: 'twice.md', mimeType: 'text/markdown', buffer: Buffer.from(MANUAL) }];
    await adding.getByLabel('choose files').setInputFiles(files);
    await adding.getByText('2 passages').waitFor();
    await adding.getByRole('radio', { name: /At a separator/ }).check();
    await adding.getByText('5 passages').waitFor();
    await adding.getByRole('radio', { name: /^By headings/ }).check();
    await adding.getByText('2 passages').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await adding.getByRole('button', { name: 'Add 2 files' }).click();
    await adding.getByText('The data set has this already').waitFor();
    await adding.getByRole('button', { name: 'Add it all the same: twice.md' }).click();
    await page.getByText('2 documents are added').waitFor();
    await page.getByRole('row', { name: /returns\.md .*Ready/ }).waitFor();
    await page.getByRole('row', { name: /twice\.md .*Ready/ }).getByRole('button', { name: 'More actions: twice.md' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('twice.md is deleted').waitFor();
    await page.getByRole('row', { name: /twice\.md/ }).waitFor({ state: 'hidden' });

    await page.getByRole('link', { name: 'Search test' }).click();
    await page.getByRole('textbox', { name: 'Question' }).fill('How many days until goods are returned?');
    await page.keyboard.press('Enter');
    const hit = page.getByRole('article').filter({ hasText: 'returns.md' }).first();
    await hit.getByText('within seven days').waitFor();
    expect(await hit.locator('mark').allInnerTexts()).toContain('returned');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await hit.getByRole('link', { name: 'returns.md' }).click();

    const passage = page.getByRole('article').filter({ hasText: 'within seven days' });
    await passage.getByRole('button', { name: /^Edit/ }).click();
    await passage.getByRole('textbox', { name: 'Text of the passage' }).fill('Goods can be returned within thirty days.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('The passage is saved').waitFor();
    await page.goBack();
    await hit.getByText('within thirty days').waitFor();
    expect(await hit.getByText('within seven days').count()).toBe(0);
  });

  it('holds pictures, which are found by their captions', async () => {
    const page = await open('');
    await page.getByRole('button', { name: 'New data set' }).click();
    const making = page.getByRole('dialog', { name: 'New data set' });
    await making.getByLabel('Name').fill('Photos');
    await making.getByRole('radio', { name: /^Pictures/ }).check();
    await making.getByRole('radio', { name: /^By a model/ }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await making.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Add documents' }).click();
    const adding = page.getByRole('dialog', { name: 'Add documents' });
    await adding.getByLabel('choose files').setInputFiles({ name: 'sea.png', mimeType: 'image/png', buffer: paintedPicture() });
    await adding.getByRole('img', { name: 'sea.png' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await adding.getByRole('button', { name: 'Add the file' }).click();
    const row = page.getByRole('row', { name: /sea\.png/ });
    await row.getByText('cannot see pictures').waitFor();

    await row.getByRole('button', { name: 'More actions: sea.png' }).click();
    await page.getByRole('menuitem', { name: 'Write the caption otherwise' }).click();
    const otherwise = page.getByRole('dialog', { name: 'The caption of sea.png' });
    await otherwise.getByRole('radio', { name: /^By hand/ }).check();
    await otherwise.getByRole('button', { name: 'Read anew' }).click();
    await row.getByText('Ready').waitFor();
    await row.getByRole('link', { name: 'sea.png' }).click();
    await page.getByRole('button', { name: 'Write the caption' }).click();
    await page.getByRole('textbox', { name: 'Caption' }).fill('The sun over a calm sea');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The caption is saved').waitFor();
    await page.getByRole('img', { name: 'The sun over a calm sea' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('link', { name: 'Search test' }).click();
    await page.getByRole('textbox', { name: 'Question' }).fill('calm sea');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByRole('img', { name: 'sea.png' }).waitFor();
  });

  it('gets another embedding model, and tells why where it does not', async () => {
    const model = await ScriptedModel.start();
    studio.server.endsWith(() => model.close());
    await studio.server.call('POST', '/api/models', { workspace_id: teamId, type: 'embedding', name: 'Vectors', model_name: 'scripted', base_url: model.baseUrl, max_retries: 0, allow_private_address: true });
    const { id } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name: 'Meanings', embedding_model_id: '' })) as { id: string };
    await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { source: { type: 'text', text: 'The museum opens at nine.' } });
    const page = await open(`/${id}`);
    await page.getByRole('row').getByText('Ready').waitFor();
    const change = async (): Promise<void> => {
      await page.getByRole('button', { name: 'More actions: Meanings' }).click();
      await page.getByRole('menuitem', { name: 'Settings' }).click();
      const settings = page.getByRole('dialog', { name: 'Settings of Meanings' });
      await settings.getByText('Keywords only').click();
      await page.getByTitle('Vectors').click();
      expect(await studio.visitor.accessibilityProblems()).toEqual([]);
      await settings.getByRole('button', { name: 'Save' }).click();
    };
    model.failTextCalls({ status: 401, message: 'The key is not known.' });
    await change();
    await page.getByText('came to nothing').waitFor();
    await page.getByText('refused the API key').waitFor();
    await change();
    await page.getByText('came to nothing').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Search test' }).click();
    await page.getByRole('textbox', { name: 'Question' }).fill('museum');
    await page.keyboard.press('Enter');
    // The new index takes the old one's place, and what was found is looked for again.
    await page.getByRole('article').getByText('Meaning', { exact: true }).waitFor();
  });

  it('says why a document failed, and tries it again; its fields limit searches', async () => {
    const id = await dataset('Mixed 混合');
    const page = await open(`/${id}`, { size: 'phone', theme: 'dark', language: 'zh-CN' });
    await page.getByRole('button', { name: '添加文档' }).click();
    const adding = page.getByRole('dialog', { name: '添加文档' });
    await adding.getByText('文字', { exact: true }).click();
    await adding.getByLabel('名称').fill('坏文件');
    await adding.getByRole('textbox', { name: '文字' }).fill('%PDF-1.7');
    await adding.getByRole('alert').getByText('不是完整的 pdf：文件不完整或已损坏。').waitFor();
    await adding.getByRole('button', { name: /添\s?加$/ }).click();
    await page.getByRole('button', { name: '重试: 坏文件' }).click();
    await page.getByText('正在重试').waitFor();
    await page.getByRole('button', { name: '重试: 坏文件' }).waitFor();
    await page.getByText('不是完整的 pdf：文件不完整或已损坏。').waitFor();
    await page.getByRole('button', { name: '更多操作：坏文件' }).click();
    await page.getByRole('menuitem', { name: '字段与标签' }).click();
    const fields = page.getByRole('dialog', { name: '坏文件 的字段' });
    await fields.getByRole('button', { name: '添加字段' }).click();
    await fields.getByRole('textbox', { name: '字段，第 1 个字段' }).fill('部门');
    await fields.getByRole('textbox', { name: '值，第 1 个字段' }).fill('法务');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await fields.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('部门: 法务').waitFor();
  });

  it('is searched by bounds on a field whose years are written as texts', async () => {
    const id = await dataset('Years');
    for (const year of ['2023', '2024']) await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { name: year, source: { type: 'text', text: `The report of ${year}.` }, fields: { year } });
    await vi.waitFor(async () => expect(await studio.server.call('GET', `/api/knowledge/datasets/${id}/documents`)).toMatchObject({ items: [{ state: 'ready' }, { state: 'ready' }] }), { timeout: 15_000 });
    const page = await open(`/${id}/search`);
    await page.getByRole('textbox', { name: 'Question' }).fill('report');
    await page.getByText('Rerank and conditions').click();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Field, condition 1').fill('year');
    await page.getByRole('combobox', { name: 'Condition, condition 1' }).selectOption('is from … to');
    await page.getByLabel('From, condition 1').fill('2024');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByRole('article').getByText('The report of 2024.').waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
  });

  it('tries all documents again that have failed', async () => {
    const id = await dataset('Broken');
    for (const name of ['One', 'Two']) await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { name, source: { type: 'text', text: '%PDF-1.7' }, allow_duplicate: true });
    await vi.waitFor(async () => expect(await studio.server.call('GET', `/api/knowledge/datasets/${id}/documents?state=failed`)).toMatchObject({ items: [{}, {}] }), { timeout: 15_000 });
    const page = await open(`/${id}`);
    await page.getByRole('row', { name: /Two/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Try all again' }).count()).toBe(0);
    await page.getByRole('combobox').selectOption('Failed');
    await page.getByRole('button', { name: 'Try all again' }).click();
    await page.getByText('2 documents are tried again').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('has several documents deleted at once, and tells of those that are not', async () => {
    const id = await dataset('Many');
    const added = [];
    for (const name of ['One', 'Two', 'Three']) added.push((await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { name, source: { type: 'text', text: `The text of ${name}.` } })) as { id: string });
    const page = await open(`/${id}`);
    await page.getByRole('checkbox', { name: 'Select Two' }).check();
    await page.getByText('One selected').waitFor();
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await page.getByText('3 selected').waitFor();
    await page.getByRole('checkbox', { name: 'Select Three' }).uncheck();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('group', { name: '2 selected' }).getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete 2 documents?' });
    await question.getByText('with all of their passages').waitFor();
    // Somebody else is faster.
    await studio.server.call('DELETE', `/api/knowledge/documents/${added[0]?.id ?? ''}`);
    await question.getByRole('button', { name: 'Delete 2 documents' }).click();
    await page.getByText('One document is deleted').waitFor();
    await page.getByRole('alert').filter({ hasText: 'One document is not deleted' }).getByText(/^One: /).waitFor();
    await page.getByRole('row', { name: /Two/ }).waitFor({ state: 'hidden' });
    await page.getByRole('row', { name: /Three/ }).waitFor();
    expect(await page.getByRole('group', { name: /selected/ }).count()).toBe(0);
  });

  it('is looked at by those who may not change it, and searched by those who may', async () => {
    const id = await dataset('Theirs');
    await studio.server.call('POST', `/api/knowledge/datasets/${id}/documents`, { name: 'Note', source: { type: 'text', text: 'A note.' } });
    const page = await open(`/${id}`, {}, 'viewer@example.com');
    await page.getByRole('row', { name: /Note/ }).waitFor();
    expect(await page.getByRole('button', { name: /Add documents|More actions|Cancel/ }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Search test' }).count()).toBe(0);
    const byName = page.getByRole('searchbox', { name: 'Find by name' });
    await byName.fill('nothing');
    await byName.press('Enter');
    await page.getByText('No document has “nothing” in its name.').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await byName.fill('NOT');
    await byName.press('Enter');
    await page.getByRole('link', { name: 'Note' }).click();
    await page.getByRole('article').waitFor();
    expect(await page.getByRole('button', { name: /Edit|Passage|Add/ }).count()).toBe(0);
    await page.context().clearCookies();
    await studio.visitor.close();
    const searching = await open(`/${id}/search?q=note`, {}, 'operator@example.com');
    await searching.getByRole('article').getByText('A note.').waitFor();
  });

  it('is deleted only after its users were named and the question was answered', async () => {
    const id = await dataset('In use');
    const made = (await studio.server.call('POST', '/v1/bot/create', { space_id: teamId, name: 'Guide' })) as { bot_id: string };
    const draft = `/api/bots/${made.bot_id}/draft`;
    const { revision, definition } = (await studio.server.call('GET', draft)) as { revision: number; definition: object };
    await studio.server.call('PUT', draft, { revision, definition: { ...definition, knowledge: { dataset_ids: [id] } } });
    const page = await open('');
    await page.getByRole('button', { name: 'More actions: In use' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('It is used by:').waitFor();
    expect(await question.getByRole('link', { name: 'Guide' }).getAttribute('href')).toBe(`/w/${teamId}/bots/${made.bot_id}`);
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await question.getByRole('button', { name: 'Delete it all the same' }).click();
    await page.getByText('In use is deleted').waitFor();
    await page.getByRole('row', { name: /In use/ }).waitFor({ state: 'hidden' });
  });

  it('is deleted after a question, and how far that has come is told', async () => {
    await dataset('To be deleted');
    const page = await open('');
    await page.getByRole('button', { name: 'More actions: To be deleted' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('To be deleted is deleted').waitFor();
    await page.getByRole('row', { name: /To be deleted/ }).waitFor({ state: 'hidden' });
  });
});
