import { expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

describeInBrowser('models', () => {
  let model: ScriptedModel;
  let path: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      model = await ScriptedModel.start();
      server.endsWith(() => model.close());
      const { id } = (await server.call('POST', '/api/workspaces', { name: 'Support' })) as { id: string };
      path = `/w/${id}/models`;
    },
  );

  it('are connected and tested, allowed at a private address, made the default, switched off and deleted', async () => {
    const page = await studio.openSignedIn();
    await settle(page, path);
    await page.getByRole('button', { name: 'Connect a model' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByRole('button', { name: 'Connect and test' }).click();
    await dialogue.getByText('Choose who gives the model').waitFor();
    await dialogue.getByRole('radio', { name: 'DeepSeek' }).check();
    expect(await dialogue.getByLabel('Base URL').inputValue()).toBe('https://api.deepseek.com/v1');
    await dialogue.getByLabel('Base URL').fill(model.baseUrl);
    await dialogue.getByRole('combobox', { name: 'Model' }).fill('deepseek-chat');
    await dialogue.getByRole('button', { name: 'Connect and test' }).click();
    await dialogue.getByText('Please fill this in').waitFor();
    await dialogue.getByLabel('API key').fill('sk-0123456789abcdef');
    await dialogue.getByRole('button', { name: 'Connect and test' }).click();

    // The address is this machine's, which nobody has allowed.
    await dialogue.getByText('This server may not ask that address').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: 'Edit' }).click();
    await dialogue.getByLabel('Allow this address although it is not public').check();
    expect(await dialogue.getByLabel('API key').inputValue()).toBe('');
    await dialogue.getByRole('button', { name: 'Save' }).click();
    await dialogue.getByText(/It works: the model answered/).waitFor();
    expect(model.calls.at(-1)?.headers.authorization).toBe('Bearer sk-0123456789abcdef');
    await dialogue.getByRole('button', { name: 'Close' }).last().click();

    const row = page.getByRole('row', { name: /deepseek-chat/ });
    await row.getByText('Default', { exact: true }).waitFor();
    const choose = async (item: string): Promise<void> => {
      await row.getByRole('button', { name: 'More for deepseek-chat' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose('No longer the default');
    await row.getByText('Default', { exact: true }).waitFor({ state: 'hidden' });
    await choose('Switch off');
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
    await row.getByText('Off', { exact: true }).waitFor();
    await choose('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'hidden' });
  });

  it('for vectors and for ranking are connected with what they need, and tested', async () => {
    const page = await studio.openSignedIn();
    await settle(page, path);
    const dialogue = page.getByRole('dialog');
    const connect = async (type: string, name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Connect a model' }).click();
      await dialogue.getByRole('radio', { name: type, exact: true }).check();
      await dialogue.getByRole('radio', { name: 'vLLM, TEI, Xinference' }).check();
      expect(await dialogue.getByRole('radio', { name: 'DeepSeek' }).count()).toBe(0);
      await dialogue.getByLabel('Base URL').fill(model.baseUrl);
      await dialogue.getByLabel('Allow this address although it is not public').check();
      await dialogue.getByRole('combobox', { name: 'Model' }).fill(name);
    };
    await connect('Embedding', 'e5');
    await dialogue.getByText('Advanced: prefixes').click();
    await dialogue.getByLabel('Before a query').fill('query: ');
    await dialogue.getByLabel('Texts in one call').fill('16');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: 'Connect and test' }).click();
    await dialogue.getByText('Its vectors have 256 dimensions.').waitFor();
    await dialogue.getByRole('button', { name: 'Close' }).last().click();
    const row = page.getByRole('row', { name: /e5/ });
    await row.getByText('Vectors of 256 dimensions').waitFor();
    await row.getByText('Default', { exact: true }).waitFor();

    await connect('Rerank', 'bge');
    await dialogue.getByRole('button', { name: 'Connect and test' }).click();
    await dialogue.getByText('It ranks passages.').waitFor();
    await dialogue.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('row', { name: /bge/ }).getByText('Ranks passages').waitFor();

    await row.getByRole('button', { name: 'More for e5' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await dialogue.getByText('Advanced: prefixes').click();
    expect(await dialogue.getByLabel('Before a query').inputValue()).toBe('query: ');
    await dialogue.getByLabel('Before a passage').fill('passage: ');
    await dialogue.getByRole('button', { name: 'Save' }).click();
    await dialogue.waitFor({ state: 'hidden' });
    const { items } = (await studio.server.call('GET', `/api/models?workspace_id=${path.split('/')[2] ?? ''}&type=embedding`)) as { items: object[] };
    expect(items).toMatchObject([{ query_prefix: 'query: ', passage_prefix: 'passage: ', max_batch: 16, dimension: 256 }]);
  });

  it('of a machine of one’s own are explained to those who may not allow its address', async () => {
    await studio.server.call('POST', '/api/users', { name: 'Grace', email: 'grace@example.com', password: 'correct horse battery' });
    const id = path.split('/')[2] ?? '';
    await studio.server.call('POST', `/api/workspaces/${id}/members`, { email: 'grace@example.com', role: 'admin' });
    const page = await studio.openSignedIn('grace@example.com', { language: 'zh-CN', size: 'phone', theme: 'dark' });
    await settle(page, path);
    await page.getByRole('button', { name: '连接模型' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByRole('radio', { name: 'Ollama' }).check();
    await dialogue.getByText('这不是公网地址').waitFor();
    expect(await dialogue.getByLabel('允许访问这个非公网地址').count()).toBe(0);
    await dialogue.getByText('高级：').click();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });
});
