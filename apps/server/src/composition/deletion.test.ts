import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './testing/browser.ts';
import { callEndpoint } from './testing/call-endpoint.ts';
import { completed, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

const PASSWORD = 'correct horse battery';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  server.model.always({ text: 'Hello!' });
});
afterAll(() => server.stop());

let people = 0;
/** An account of somebody, and a browser in which they are signed in. */
async function person(): Promise<{ id: string; personal: string; email: string; browser: Browser }> {
  people += 1;
  const email = `person${people}@example.com`;
  const { user } = await server.call(contract.createUser, { body: { email, password: PASSWORD } });
  const browser = new Browser(server.address);
  await browser.read(contract.signIn, {}, { email, password: PASSWORD });
  return { id: user.id, personal: user.personal_workspace_id, email, browser };
}

async function team(name = 'Team'): Promise<string> {
  return (await server.call(contract.createWorkspace, { body: { name } })).id;
}

function join(workspace_id: string, user_id: string, role: contract.Role) {
  return server.call(contract.addMember, { params: { workspace_id }, body: { user_id, role } });
}

describe('a deleted workspace', () => {
  it('is closed to everybody at once, and whoever deleted it may watch the rest go', async () => {
    const workspace_id = await team();
    const member = await person();
    await join(workspace_id, member.id, 'editor');
    const { bot_id } = await server.coze.bots.create({ space_id: workspace_id, name: 'Bot' });
    await server.coze.bots.publish({ bot_id, connector_ids: ['1024'] });
    const { path } = await server.call(contract.putSharing, { params: { bot_id }, body: { access: 'public' } });
    const { token } = await server.call(contract.createToken, { body: { name: 'bound', workspace_id } });

    const { work_id } = await server.call(contract.deleteWorkspace, { params: { workspace_id } });
    expect((await member.browser.call(contract.getBotDraft, { bot_id })).status).toBe(404);
    await expect(server.call(contract.getWorkspace, { params: { workspace_id } })).rejects.toMatchObject({ status: 404 });
    await expect(callEndpoint(server.address, token, contract.listBots, { query: { workspace_id } })).rejects.toMatchObject({ status: expect.toBeOneOf([401, 404]) });
    expect((await new Browser(server.address).call(contract.getSharedBot, { slug: path.slice(3) })).status).toBe(404);
    expect((await server.call(contract.listWorkspaces)).items.map(({ id }) => id)).not.toContain(workspace_id);

    const work = await server.call(contract.getWork, { params: { work_id } });
    expect(work).toMatchObject({ kind: 'workspace.delete', workspace_id: '', cancelable: false, progress: { done: expect.any(Number) } });
    expect((await server.call(contract.listWork, { query: { kind: 'workspace.delete' } })).items.map(({ id }) => id)).toContain(work_id);
    expect((await member.browser.call(contract.getWork, { work_id })).status).toBe(404);
    const log = await server.call(contract.listAudit, { query: { action: 'workspace.delete' } });
    expect(log.items[0]).toMatchObject({ resource_id: workspace_id, outcome: 'done', details: { name: 'Team' } });
    // What was done in it before can still be looked up.
    const before = await server.call(contract.listAudit, { query: { workspace_id, action: 'bot.publish' } });
    expect(before.items).toMatchObject([{ resource_id: bot_id }]);
  });

  it('ends what runs in it', async () => {
    const workspace_id = await team();
    const { bot_id } = await server.coze.bots.create({ space_id: workspace_id, name: 'Bot' });
    const tools = [{ type: 'function' as const, function: { name: 'look', description: '', parameters: {} } }];
    await server.changeBot(bot_id, { tools });
    server.model.always({ toolCalls: [{ id: 'c', name: 'look', arguments: '{}' }] });
    const chat = await completed(server.coze, { bot_id, additional_messages: [question('Look!')] });
    server.model.always({ text: 'Hello!' });
    expect(chat.status).toBe('requires_action');
    const { work_id } = await server.call(contract.deleteWorkspace, { params: { workspace_id } });
    const state = async () => (await server.call(contract.getWork, { params: { work_id } })).state;
    await expect.poll(state, { interval: 5 }).toBe('waiting');
  });

  it('is a team, and its owner deletes it', async () => {
    const workspace_id = await team();
    const admin = await person();
    await join(workspace_id, admin.id, 'admin');
    expect((await admin.browser.call(contract.deleteWorkspace, { workspace_id })).status).toBe(403);
    await expect(server.call(contract.deleteWorkspace, { params: { workspace_id: server.workspaceId } })).rejects.toThrow(/personal workspace/);
  });
});

describe('a deleted account', () => {
  it('needs its password, and then is nobody; what it said in a team stays there', async () => {
    const workspace_id = await team();
    const { id, email, browser, personal } = await person();
    await join(workspace_id, id, 'editor');
    const { bot_id } = await browser.read(contract.createBot, {}, { space_id: workspace_id, name: 'Theirs' });
    await browser.read(contract.publishBot, {}, { bot_id });
    const { token } = await browser.read(contract.createToken, {}, { name: 'mine' });
    const { id: conversation_id } = await browser.read(contract.createConversation, {}, { bot_id, messages: [{ role: 'user', content: 'Stays' }] });

    expect((await browser.call(contract.deleteOwnAccount, {}, { password: 'wrong' })).status).toBe(400);
    const { work_id } = await browser.read(contract.deleteOwnAccount, {}, { password: PASSWORD });
    expect((await browser.call(contract.getProfile, {})).status).toBe(401);
    await expect(callEndpoint(server.address, token, contract.getProfile)).rejects.toMatchObject({ status: 401 });
    expect((await new Browser(server.address).call(contract.signIn, {}, { email, password: PASSWORD })).status).toBe(401);
    const { items } = await server.call(contract.listMembers, { params: { workspace_id } });
    expect(items.map(({ user_id }) => user_id)).not.toContain(id);
    const said = await server.call(contract.exportConversation, { params: { conversation_id }, query: {} });
    expect(said.messages.items).toMatchObject([{ content: 'Stays' }]);
    expect((await server.call(contract.listBotVersions, { params: { bot_id }, query: {} })).items).toMatchObject([{ creator_id: id, creator_name: '' }]);
    // An administrator watches what nobody else can watch any more.
    expect(await server.call(contract.getWork, { params: { work_id } })).toMatchObject({ kind: 'user.delete' });
    expect(JSON.stringify(await server.call(contract.listAudit, { query: { action: 'user.delete' } }))).toContain(email);
    await expect(server.call(contract.listBots, { query: { workspace_id: personal } })).rejects.toMatchObject({ status: 404 });
  });

  it('leaves no team without an owner', async () => {
    const { id, browser } = await person();
    const { id: workspace_id } = await browser.read(contract.createWorkspace, {}, { name: 'Alone' });
    const refusal = await browser.call(contract.deleteOwnAccount, {}, { password: PASSWORD });
    expect([refusal.status, JSON.parse(refusal.text).msg]).toEqual([409, expect.stringContaining(`"Alone" (${workspace_id})`)]);
    await expect(server.call(contract.deleteUser, { params: { user_id: id } })).rejects.toThrow(/make another member an owner/);
    expect((await browser.call(contract.getProfile, {})).status).toBe(200);
    const second = await person();
    await browser.read(contract.addMember, { workspace_id }, { user_id: second.id, role: 'owner' });
    await server.call(contract.deleteUser, { params: { user_id: id } });
    expect((await browser.call(contract.getProfile, {})).status).toBe(401);
    expect(await second.browser.read(contract.getWorkspace, { workspace_id })).toMatchObject({ role: 'owner' });
  });

  it('is never the last administrator of the instance, nor, in their list, their own', async () => {
    const { id: ada } = await server.call(contract.getProfile);
    const { browser, id } = await person();
    expect((await browser.call(contract.deleteUser, { user_id: ada })).status).toBe(403);
    await server.call(contract.updateUser, { params: { user_id: id }, body: { instance_admin: true } });
    expect((await browser.call(contract.deleteUser, { user_id: id })).text).toContain('your own account');
    await browser.read(contract.updateUser, { user_id: ada }, { instance_admin: false });
    expect((await browser.call(contract.deleteOwnAccount, {}, { password: PASSWORD })).text).toContain('last administrator');
    await browser.read(contract.updateUser, { user_id: ada }, { instance_admin: true });
    await browser.read(contract.deleteOwnAccount, {}, { password: PASSWORD });
    expect((await browser.call(contract.getProfile, {})).status).toBe(401);
  });
});
