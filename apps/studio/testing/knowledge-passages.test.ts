import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { paintedPicture } from './picture.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('a passage', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
    },
  );

  const create = async (path: string, body: object): Promise<string> => ((await studio.server.call('POST', `/api/knowledge/${path}`, body)) as { id: string }).id;
  const open = async (path: string): Promise<Page> => {
    const page = await studio.openSignedIn();
    await settle(page, `/w/${teamId}/knowledge${path}`);
    return page;
  };
  /** The page of a new document that is one passage, with that document's id. */
  const openDocument = async (text: string): Promise<{ readonly page: Page; readonly documentId: string }> => {
    const datasetId = await create('datasets', { workspace_id: teamId, name: 'Tea' });
    const documentId = await create(`datasets/${datasetId}/documents`, { name: 'Tea', source: { type: 'text', text } });
    return { page: await open(`/${datasetId}/documents/${documentId}`), documentId };
  };

  it('is hidden, shown, added and deleted', async () => {
    const { page } = await openDocument('Green tea is steeped for two minutes.');
    const first = page.getByRole('article').filter({ hasText: 'Green tea' });
    const choose = async (action: string): Promise<void> => {
      await first.getByRole('button', { name: /^Passage: Green/ }).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await choose('Hide');
    await first.getByText('Hidden').waitFor();
    await choose('Show again');
    await first.getByText('Hidden').waitFor({ state: 'hidden' });
    await choose('Add after it');
    await page.getByRole('textbox', { name: 'Text of the new passage' }).fill('Black tea takes four.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').filter({ hasText: 'Black tea' }).getByText('By hand').waitFor();
    await choose('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await first.waitFor({ state: 'hidden' });
    expect(await page.getByRole('article').count()).toBe(1);
  });

  it('is not left behind with what was typed into it unsaved', async () => {
    const { page } = await openDocument('Green tea.');
    await page.getByRole('button', { name: /^Edit: Green/ }).click();
    const text = page.getByRole('textbox', { name: 'Text of the passage' });
    await text.fill('Green tea is steeped for two minutes.');
    const leave = () => page.getByRole('link', { name: 'All documents' }).click();
    await leave();
    const question = page.getByRole('dialog', { name: 'is not saved' });
    await question.getByRole('button', { name: 'Stay' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await text.inputValue()).toBe('Green tea is steeped for two minutes.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The passage is saved').waitFor();
    await leave();
    await page.getByRole('button', { name: 'Add documents' }).waitFor();
  });

  it('asks before what is typed into it is dropped', async () => {
    const { page } = await openDocument('Green tea.');
    await page.getByRole('button', { name: /^Edit: Green/ }).click();
    const text = page.getByRole('textbox', { name: 'Text of the passage' });
    await text.fill('Green tea is steeped for two minutes.');
    await page.keyboard.press('Escape');
    const question = page.getByRole('dialog', { name: 'What you typed is not saved' });
    await question.getByRole('button', { name: 'Go on writing' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await text.inputValue()).toBe('Green tea is steeped for two minutes.');
    await text.press('Escape');
    await question.getByRole('button', { name: 'Drop it' }).click();
    await text.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Edit: Green/ }).click();
    await text.press('Escape');
    await text.waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('shows both texts where two have changed it at once', async () => {
    const { page, documentId } = await openDocument('Green tea.');
    await page.getByRole('button', { name: /^Edit: Green/ }).click();
    const text = page.getByRole('textbox', { name: 'Text of the passage' });
    await text.fill('Green tea is steeped for two minutes.');
    const { items: [passage] } = (await studio.server.call('GET', `/api/knowledge/documents/${documentId}/passages`)) as { items: { id: string }[] };
    await studio.server.call('PATCH', `/api/knowledge/passages/${passage?.id ?? ''}`, { content: 'Green tea comes from China.' });
    await page.keyboard.press('Control+Enter');
    const both = page.getByRole('dialog', { name: 'This text was changed elsewhere' });
    await both.getByText('Green tea comes from China.').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await both.getByRole('button', { name: 'Cancel' }).click();
    await both.waitFor({ state: 'hidden' });
    expect(await text.inputValue()).toBe('Green tea is steeped for two minutes.');
    await page.getByRole('button', { name: 'Save' }).click();
    await both.getByRole('button', { name: 'Save this choice' }).click();
    await page.getByText('The passage is saved').waitFor();
    await page.getByRole('article').getByText('Green tea is steeped for two minutes.').waitFor();
  });

  it('is the caption by hand of a picture that no model could describe', async () => {
    const id = await create('datasets', { workspace_id: teamId, name: 'Seen by nobody', format: 'image' });
    const file_id = await studio.server.upload(teamId, 'harbour.png', new Uint8Array(paintedPicture()));
    await create(`datasets/${id}/documents`, { source: { type: 'file', file_id } });
    const page = await open(`/${id}`);
    await page.getByRole('row').getByText('cannot see pictures').waitFor();
    await page.getByRole('link', { name: 'harbour.png' }).click();
    await page.getByRole('button', { name: 'Write the caption' }).click();
    await page.getByRole('textbox', { name: 'Caption' }).fill('Boats in a harbour');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('img', { name: 'Boats in a harbour' }).waitFor();
    await page.getByText('Ready').waitFor();
  });
});
