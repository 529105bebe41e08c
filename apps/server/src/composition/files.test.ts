import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completed, question } from './testing/chats.ts';
import { TestServer, TOKEN } from './testing/started-server.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  server.model.always({ text: 'I see.' });
});
afterAll(() => server.stop());

const list = (query: object = {}) => server.call(contract.listFiles, { query: { workspace_id: server.workspaceId, ...query } });
const stored = async () => (await server.call(contract.getLimits, { params: { workspace_id: server.workspaceId } })).used.stored_bytes;
const content = (id: string) => fetch(`${server.address}/api/files/${id}/content`, { headers: { authorization: `Bearer ${TOKEN}` } });

describe('the files of a workspace', () => {
  it('are listed, the newest first, page by page', async () => {
    const first = await server.upload('one.txt', 'one');
    const second = await server.upload('dot.png', PNG);
    const page = await list({ page_size: 1 });
    expect(page.items).toMatchObject([{ id: second.id, name: 'dot.png', bytes: PNG.length, media_type: 'image/png', owner_name: 'ada' }]);
    expect((await list({ page_size: 1, page_token: page.next_page_token })).items).toMatchObject([{ id: first.id, media_type: 'text/plain' }]);
  });

  it('are sent as downloads that no browser runs', async () => {
    const picture = await content((await server.upload('dot.png', PNG)).id);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'same-origin',
    });
    const page = await content((await server.upload("扣'子.html", '<script>alert(1)</script>')).id);
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toBe(`attachment; filename="_'_.html"; filename*=UTF-8''%E6%89%A3%27%E5%AD%90.html`);
    expect(await page.text()).toContain('script');
    expect((await content('1')).status).toBe(404);
    expect((await fetch(`${server.address}/api/files/1/content`)).status).toBe(401);
  });

  it('are deleted with their bytes, once, and no longer count', async () => {
    const before = await stored();
    const { id } = await server.upload('ten.txt', 'x'.repeat(10));
    expect(await stored()).toBe(before + 10);
    const deleting = Array.from({ length: 3 }, () => server.call(contract.deleteFile, { params: { file_id: id } }));
    const outcomes = await Promise.allSettled(deleting);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stored()).toBe(before);
    expect((await content(id)).status).toBe(404);
    expect((await list()).items.map((file) => file.id)).not.toContain(id);
    const { items } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'file.delete' } });
    expect(items.filter(({ outcome }) => outcome === 'done')).toMatchObject([{ resource_id: id }]);
  });

  it('may be gone while a conversation that shows them goes on', async () => {
    const bot_id = await server.publishBot();
    const { id } = await server.upload('notes.txt', 'alpha');
    const asking = question([{ type: 'file', file_id: id }, { type: 'text', text: 'What is this?' }]);
    const { conversation_id } = await completed(server.coze, { bot_id, additional_messages: [asking] });
    await server.call(contract.deleteFile, { params: { file_id: id } });
    const chat = await completed(server.coze, { bot_id, conversation_id, additional_messages: [question('And now?')] });
    expect(chat.status).toBe('completed');
    expect(JSON.stringify(server.model.calls.at(-1)?.body)).toContain('[a file that was deleted]');
  });
});
