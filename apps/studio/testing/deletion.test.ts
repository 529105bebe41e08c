import { expect, it } from 'vitest';
import { fillScene, type Scene, settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('what is deleted', () => {
  let scene: Scene;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      scene = await fillScene(server);
    },
  );

  it('is kept as long as the workspace says', async () => {
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN' });
    await settle(page, `/w/${scene.teamId}/usage`);
    await page.getByRole('button', { name: '设置保留期限' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('对话的执行轨迹').fill('30');
    await dialogue.getByRole('button', { name: '保存' }).click();
    await page.getByRole('dialog', { name: '缩短保留时间？' }).getByRole('button', { name: '保存' }).click();
    await page.getByRole('definition').filter({ hasText: '30 天' }).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('is a user, whom an administrator deletes after a question that says what goes', async () => {
    const page = await studio.openSignedIn();
    await settle(page, '/instance/users');
    const row = page.getByRole('row', { name: /grace@example.com/ });
    await row.getByRole('button', { name: /More actions/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('dialog');
    await question.getByText(/personal workspace go for good/).waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it.each(['/account', '/w/TEAM/workflows', '/w/TEAM/knowledge'])('that failed says why in the language of the reader: %s', async (path) => {
    const page = await studio.openSignedIn(undefined, { language: 'zh-CN' });
    const failed = { id: '1', workspace_id: '', kind: 'workspace.delete', state: 'failed', reason: 'An internal error ended it.', reason_code: { code: 'removal_broken', parameters: {} }, retries: 1, retryable: true, cancelable: false, created_at: 1_700_000_000, ended_at: 1_700_000_001 };
    await page.route(/\/api\/work(\?|$)/, (route) => route.fulfill({ json: { code: 0, msg: '', data: { items: [failed], has_more: false, next_page_token: '' }, detail: { logid: '1' } } }));
    await settle(page, path.replace('TEAM', scene.teamId));
    await page.getByText('发生内部错误，清理已中止').waitFor();
  });

  it('is a workspace, once its name was typed, and then its removal is shown', async () => {
    const page = await studio.openSignedIn();
    await settle(page, `/w/${scene.teamId}`);
    const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel(/Its name/).fill('another');
    await dialogue.getByRole('button', { name: 'Delete' }).click();
    await dialogue.getByText('That is not its name.').waitFor();
    await dialogue.getByLabel(/Its name/).fill(name);
    await dialogue.getByRole('button', { name: 'Delete' }).click();
    const row = page.getByRole('row', { name: /A workspace/ });
    await row.getByText(/removed/).waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });
});
