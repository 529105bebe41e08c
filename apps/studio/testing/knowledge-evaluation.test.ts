import { expect, it, vi } from 'vitest';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

const PALACE = 'The palace was the home of emperors for five hundred years, and is a museum now.';

describeInBrowser('the evaluation of a data set', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
    },
  );

  /** Adds a document, and waits until it can be found. */
  const addText = async (datasetId: string, name: string, text: string): Promise<void> => {
    const { id } = (await studio.server.call('POST', `/api/knowledge/datasets/${datasetId}/documents`, { name, source: { type: 'text', text } })) as { id: string };
    await vi.waitFor(async () => expect(await studio.server.call('GET', `/api/knowledge/documents/${id}`)).toMatchObject({ searchable: true }), { timeout: 15_000 });
  };
  const makeDataset = async (name: string): Promise<string> => {
    const { id } = (await studio.server.call('POST', '/api/knowledge/datasets', { workspace_id: teamId, name })) as { id: string };
    await addText(id, 'Wall', 'The long wall runs over the hills of the north for thousands of miles.');
    return id;
  };

  it('asks questions saved from a search and from a list, and shows what a change does', async () => {
    const id = await makeDataset('Sights');
    const page = await studio.openSignedIn();
    await settle(page, `/w/${teamId}/knowledge/${id}/search?q=${encodeURIComponent('Where is the wall?')}`);
    const hit = page.getByRole('article').filter({ hasText: 'over the hills' });
    await hit.getByLabel('This answers the question').check();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Save the question with one passage' }).click();
    await page.getByText('The question is saved').waitFor();
    await page.getByRole('link', { name: 'To the evaluation' }).click();

    await page.getByRole('row', { name: /Where is the wall\?/ }).waitFor();
    await page.getByRole('button', { name: 'Add a list' }).click();
    const adding = page.getByRole('dialog', { name: 'Add questions' });
    await adding.getByRole('textbox', { name: 'Questions' }).fill('Who lived in the palace?');
    await adding.getByRole('button', { name: 'Add' }).click();
    await adding.getByText('missing in line 1').waitFor();
    await adding.getByRole('textbox', { name: 'Questions' }).fill('Who lived in the palace? | home of emperors\nTo be removed?\tno');
    await adding.getByRole('button', { name: 'Add' }).click();
    await page.getByText('2 questions are saved').waitFor();
    await page.getByRole('button', { name: 'Remove: To be removed?' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('row', { name: /To be removed/ }).waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Ask all' }).click();
    const measured = page.getByRole('table', { name: 'Evaluations' }).getByRole('row', { name: /Completed/ });
    await measured.filter({ hasText: '0.5' }).waitFor();
    await addText(id, 'Palace', PALACE);
    await page.getByRole('button', { name: 'Ask all' }).click();
    await measured.nth(1).waitFor();
    await page.getByRole('img', { name: 'Recall, MRR and nDCG' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);

    await measured.first().getByRole('link').click();
    await page.getByLabel('Compare with').selectOption({ index: 1 });
    await page.getByRole('row', { name: /Who lived in the palace\?.* 1 missed better/ }).waitFor();
    await page.getByRole('row', { name: /Where is the wall\?.* 1 1 the same/ }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('is done on a phone in Chinese too', async () => {
    const id = await makeDataset('名胜');
    await studio.server.call('POST', `/api/knowledge/datasets/${id}/questions`, { questions: [{ question: '长城在哪里？', quotes: ['the north'] }] });
    const page = await studio.openSignedIn(undefined, { size: 'phone', language: 'zh-CN', theme: 'dark' });
    await settle(page, `/w/${teamId}/knowledge/${id}/evaluation`);
    await page.getByRole('button', { name: '开始评测' }).click();
    await page.getByRole('row', { name: /已完成/ }).getByRole('link').click();
    await page.getByRole('row', { name: /长城在哪里.*未找到/ }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });
});
