import { end, from, line, start, text } from '@buckle/canvas/testing';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PageOptions } from './browser.ts';
import { settle } from './scene.ts';
import { ADMINISTRATOR, StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';

const greeting = {
  nodes: [start({ name: 'who', type: 'string', required: true }), text('t', 'Hello {{who}}', { who: from('100001.who') }), end({ said: from('t.output') })],
  edges: [line('100001', 't'), line('t', '900001')],
};

describeInBrowser('the triggers of a workflow', () => {
  let teamId: string;
  const studio = new StudioTests(
    () => StudioServer.startWithAccount(),
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
      await server.call('POST', '/api/users', { name: 'viewer', email: 'viewer@example.com', password: ADMINISTRATOR.password });
      await server.call('POST', `/api/workspaces/${teamId}/members`, { email: 'viewer@example.com', role: 'viewer' });
    },
  );

  const published = async (name: string): Promise<string> => {
    const { id } = (await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, name, canvas: greeting })) as { id: string };
    await studio.server.call('POST', `/api/workflows/${id}/publish`, {});
    return id;
  };
  const open = async (workflowId: string, options?: PageOptions, email?: string): Promise<Page> => {
    const page = await studio.openSignedIn(email, options);
    await settle(page, `/w/${teamId}/workflows/${workflowId}/triggers`);
    return page;
  };
  const begin = async (page: Page, kind: string): Promise<void> => {
    await page.getByRole('button', { name: 'New trigger' }).click();
    await page.getByRole('menuitem', { name: kind }).click();
  };

  it('fire at set times, which are told in plain words, and on trial, and are paused', async () => {
    const page = await open(await published('Daily'));
    await page.getByText('This workflow has no trigger').waitFor();
    await begin(page, 'On a schedule');
    const dialogue = page.getByRole('dialog', { name: 'New schedule' });
    await dialogue.getByRole('textbox', { name: 'Name', exact: true }).fill('Working days');
    await dialogue.getByRole('button', { name: 'Monday to Friday at 09:00' }).click();
    await dialogue.getByRole('status').getByText('Monday to Friday at 09:00').waitFor();
    await expect.poll(() => dialogue.getByRole('status').getByRole('listitem').count()).toBe(5);
    await dialogue.getByRole('textbox', { name: 'Schedule (cron)' }).fill('99 * * * *');
    await dialogue.getByRole('status').getByText(/is no schedule/).waitFor();
    await dialogue.getByRole('textbox', { name: 'Schedule (cron)' }).fill('30 8 * * *');
    await dialogue.getByRole('status').getByText('Every day at 08:30').waitFor();
    await dialogue.getByRole('textbox', { name: 'Text, or a value as JSON, parameter 1' }).fill('Ann');
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await dialogue.getByRole('button', { name: 'Create' }).click();
    const row = page.getByRole('row', { name: /Working days/ });
    await row.getByText('Active').waitFor();
    await row.getByRole('button', { name: 'Fire now: Working days' }).click();
    await row.getByText('Succeeded').waitFor();
    await row.getByRole('button', { name: 'History: Working days' }).click();
    const history = page.getByRole('dialog', { name: 'History of “Working days”' });
    await history.getByText('On trial').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await history.getByRole('button', { name: 'Close' }).last().click();
    await row.getByRole('button', { name: 'More for Working days' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await row.getByText('Paused').waitFor();
    await row.getByRole('button', { name: 'More for Working days' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('This workflow has no trigger').waitFor();
  });

  it('are called from outside, with a secret that is shown once and a call that works', async () => {
    const page = await open(await published('Hooked'), { size: 'phone', theme: 'dark' });
    await begin(page, 'When called');
    const dialogue = page.getByRole('dialog', { name: 'New webhook' });
    await dialogue.getByRole('textbox', { name: 'Name', exact: true }).fill('Orders');
    await dialogue.getByRole('button', { name: 'Create' }).click();
    const shown = page.getByRole('dialog', { name: 'The webhook’s secret' });
    const secret = await shown.getByRole('group', { name: 'Secret' }).innerText();
    const address = await shown.getByRole('group', { name: 'Address' }).innerText();
    expect(await shown.getByRole('group', { name: 'Try it' }).innerText()).toContain(secret.trim());
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    const answer = await fetch(address.trim(), { method: 'POST', headers: { 'x-buckle-secret': secret.trim() } });
    expect(answer.status).toBe(202);
    await shown.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await page.getByText('Failed').waitFor();
    await page.getByRole('button', { name: 'History: Orders' }).click();
    await page.getByText(/parameters: .*who/).waitFor();
  });

  it('follow another workflow, in the words of the reader', async () => {
    await published('First');
    const page = await open(await published('Second'), { language: 'zh-CN' });
    await page.getByRole('button', { name: '新建触发器' }).click();
    await page.getByRole('menuitem', { name: '另一个工作流结束后' }).click();
    const dialogue = page.getByRole('dialog', { name: '在另一个工作流结束后运行' });
    await dialogue.getByRole('textbox', { name: '名称' }).fill('然后');
    await dialogue.getByRole('combobox', { name: '跟随的工作流' }).click();
    await page.getByTitle('First').click();
    await dialogue.getByRole('button', { name: /创\s?建/ }).click();
    await page.getByText('“First”每次成功后').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
  });

  it('are looked at by those who may not change them', async () => {
    const id = await published('Looked at');
    await studio.server.call('POST', `/api/workflows/${id}/triggers`, { kind: 'webhook', name: 'Theirs', parameters: { who: 'Ann' } });
    const page = await open(id, {}, 'viewer@example.com');
    await page.getByRole('row', { name: /Theirs/ }).waitFor();
    expect(await page.getByRole('button', { name: /New trigger|Fire now|More for|History/ }).count()).toBe(0);
  });
});
