import { generateKeyPairSync } from 'node:crypto';
import * as contract from '@buckle/contract';
import { type CozeAPI, getJWTToken } from '@coze/api';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from './testing/browser.ts';
import { eventsOf, question } from './testing/chats.ts';
import { datasetOf } from './testing/dataset-of.ts';
import { TestServer } from './testing/started-server.ts';

// Users of an application, whose tokens name a session, name files of each other in every way that there is.

const SCOPES: contract.AppScope[] = ['account.read', 'workspace.read', 'bot.read', 'bot.chat', 'workflow.read', 'workflow.run', 'conversation.read', 'conversation.write', 'file.read', 'file.write'];
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let server: TestServer;
let anna: CozeAPI;
let ben: CozeAPI;
/** Files that Anna, Ben, and a member of the workspace have uploaded. */
let files: Readonly<Record<'anna' | 'ben' | 'member', string>>;
beforeAll(async () => {
  server = await TestServer.start();
  const browser = new Browser(server.address);
  await browser.signIn();
  const public_key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { app } = await browser.read(contract.createOAuthApp, { workspace_id: server.workspaceId }, { name: 'Shop', kind: 'service', scopes: SCOPES, redirect_uris: [], public_key });
  const clientOf = async (sessionName: string): Promise<CozeAPI> => {
    const of = { baseURL: server.address, appId: app.id, keyid: app.keys[0]?.kid ?? '', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), aud: new URL(server.address).host, sessionName };
    return server.client((await getJWTToken(of, { proxy: false })).access_token);
  };
  [anna, ben] = [await clientOf('anna'), await clientOf('ben')];
  files = { anna: (await server.upload('a.png', PIXEL, anna)).id, ben: (await server.upload('b.png', PIXEL, ben)).id, member: (await server.upload('c.png', PIXEL)).id };
});
beforeEach(() => server.model.always({ text: 'A pixel.' }));
afterAll(() => server.stop());

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const picture = { type: 'string', assistType: 2 };

async function published(nodes: readonly unknown[], edges: readonly unknown[], mode: 'chatflow' | 'workflow' = 'workflow'): Promise<string> {
  const body = { workspace_id: server.workspaceId, name: 'Looking', mode, canvas: { nodes: [...nodes], edges: [...edges] } };
  const { id: workflow_id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
  return workflow_id;
}

const read = (name: string) => ({ ...picture, value: { type: 'ref', content: { source: 'block-output', blockID: name.split('.')[0], name: name.split('.')[1] } } });
/** A node whose model is shown a picture. */
const looking = (photo: unknown) => node('m', '3', { title: 'Model', inputs: { inputParameters: [{ name: 'photo', input: photo }], llmParam: params({ prompt: given('Look: {{photo}}') }) }, outputs: [{ name: 'output', type: 'string' }] });
const edges = [line('100001', 'm'), line('m', '900001')];
const said = () => end({ said: from('m.output') });

const inText = () => published([start('words'), looking(read('100001.words')), said()], edges);
const talking = () => published([start({ name: 'USER_INPUT', type: 'string', required: false }, { name: 'photo', required: false, ...picture }), looking(read('100001.photo')), said()], edges, 'chatflow');
const saying = () => published([start({ name: 'USER_INPUT', type: 'string', required: false }), looking(read('100001.USER_INPUT')), said()], edges, 'chatflow');

const shown = () => JSON.stringify(server.model.calls.at(-1)?.body['messages'] ?? '');
const refused = { message: expect.stringMatching(/There is no file \d+ here/) };

describe('a file in the session of another user of an application', () => {
  it('is not seen by a run that is given its id as words, as no file of a member is, but its own are', async () => {
    const workflow_id = await inText();
    for (const id of [files.anna, files.member]) await expect(ben.workflows.runs.create({ workflow_id, parameters: { words: id } })).rejects.toMatchObject(refused);
    await ben.workflows.runs.create({ workflow_id, parameters: { words: files.ben } });
    expect(shown()).toContain('data:image/png');
    await server.coze.workflows.runs.create({ workflow_id, parameters: { words: files.ben } });
    expect(shown()).toContain('data:image/png');
  });

  it('is not seen by a run that is given it as a file', async () => {
    const workflow_id = await published([start({ name: 'photo', ...picture }), looking(read('100001.photo')), said()], edges);
    await expect(ben.workflows.runs.create({ workflow_id, parameters: { photo: files.anna } })).rejects.toMatchObject({ status: 404 });
    await ben.workflows.runs.create({ workflow_id, parameters: { photo: files.ben } });
    expect(shown()).toContain('data:image/png');
  });

  it('is seen where the workflow itself names it', async () => {
    const workflow_id = await published([start({ name: 'words', type: 'string', required: false }), looking({ ...picture, value: { type: 'literal', content: files.member } }), said()], edges);
    await ben.workflows.runs.create({ workflow_id, parameters: {} });
    expect(shown()).toContain('data:image/png');
  });

  it.each([
    ['as a parameter', talking, (id: string) => ({ words: 'Look', parameters: { photo: JSON.stringify({ file_id: id }) } })],
    ['as words', saying, (id: string) => ({ words: id, parameters: {} })],
  ] as const)('is not seen by a chatflow that is given it %s', async (_, flow, asked) => {
    const workflow_id = await flow();
    const chat = async (id: string) => {
      const { words, parameters } = asked(id);
      return JSON.stringify(await eventsOf(ben.workflows.chat.stream({ workflow_id, additional_messages: [question(words)], parameters })));
    };
    for (const id of [files.anna, files.member]) expect(await chat(id)).toMatch(/There is no file \d+ here/);
    expect(await chat(files.ben)).toContain('A pixel.');
  });

  it('is not seen by the answer to a form', async () => {
    const form = node('form', '30', { inputs: { outputSchema: JSON.stringify([{ name: 'photo', ...picture }]) } });
    const workflow_id = await published([start(), form, looking(read('form.photo')), said()], [line('100001', 'form'), line('form', 'm'), line('m', '900001')]);
    const answered = async (id: string): Promise<string> => {
      let told = '';
      let event_id = '';
      for await (const { data } of ben.workflows.runs.stream({ workflow_id, parameters: {} })) if (data && 'interrupt_data' in data) event_id = data.interrupt_data.event_id;
      for await (const { data } of ben.workflows.runs.resume({ workflow_id, event_id, resume_data: JSON.stringify({ photo: id }), interrupt_type: 5 })) told += JSON.stringify(data);
      return told;
    };
    expect(await answered(files.anna)).toMatch(/There is no file \d+ here/);
    expect(await answered(files.ben)).toContain('A pixel.');
  });

  it('is added to no data set', async () => {
    const dataset = await datasetOf(server, []);
    const write = node('m', '27', { inputs: { datasetParam: params({ datasetList: given([dataset], 'list', { type: 'string' }) }), inputParameters: params({ knowledge: from('100001.words') }) } });
    const workflow_id = await published([start('words'), write, end({ said: from('m.documentId') })], edges);
    for (const id of [files.anna, files.member]) await expect(ben.workflows.runs.create({ workflow_id, parameters: { words: id } })).rejects.toMatchObject(refused);
    expect((await server.call(contract.listDocuments, { params: { dataset_id: dataset } })).items).toEqual([]);
  });
});

describe('a file of the workspace', () => {
  it('is not seen by what a visitor of a shared bot says', async () => {
    const bot = await server.publishBot({ name: 'Guide', chatflow: { workflow_id: await saying(), version: '' } });
    const { path } = await server.call(contract.putSharing, { params: { bot_id: bot }, body: { access: 'link' } });
    const slug = path.slice('/s/'.length);
    const visitor = new Browser(server.address);
    await visitor.call(contract.enterShare, { slug }, {});
    for (const id of [files.anna, files.member]) expect((await visitor.call(contract.chatAsVisitor, { slug }, { text: id })).text).toMatch(/There is no file \d+ here/);
  });

  it('is not seen by what a webhook is told', async () => {
    const workflow_id = await inText();
    const { trigger, secret = '' } = await server.call(contract.createTrigger, { params: { workflow_id }, body: { name: 'Hook', kind: 'webhook', webhook: { waits: true }, mapping: { words: 'body.words' } } });
    const call = { method: 'POST', body: JSON.stringify({ words: files.member }), headers: { 'content-type': 'application/json' } };
    expect(await (await fetch(`${server.address}/hooks/${trigger.id}?secret=${secret}`, call)).text()).toMatch(/There is no file \d+ here/);
  });
});
