import * as contract from '@buckle/contract';
import type { Role } from '@buckle/contract';
import { end, line, node, start } from '@buckle/canvas/testing';
import { z } from 'zod';
import { type ComposedGateway, composeGateway } from './composed-gateway.ts';
import { pathOf } from './call-endpoint.ts';
import { sampleRequest } from './sample-request.ts';

/** One answer of the API. */
export interface SceneAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** Whether a success has no envelope here. */
  readonly isBare?: boolean;
}

/** Every refusal looks so, or as OAuth has it. */
const failure = z.union([contract.failure.strict(), contract.oauthFailure.strict()]);

/**
 * A workspace that holds one of everything, its owner, a member of each lower role, and the owner of
 * another workspace; and the routes of the whole application to call as any of them.
 */
export class Scene {
  readonly composed: ComposedGateway;
  /** Tokens: the owner's, of members by their role, and of a stranger. */
  readonly tokens: Readonly<Record<Role | 'stranger', string>>;
  /** Values for the fields of requests, by their names. */
  readonly known: Readonly<Record<string, unknown>>;

  private constructor(composed: ComposedGateway, tokens: Scene['tokens'], known: Scene['known']) {
    this.composed = composed;
    this.tokens = tokens;
    this.known = known;
  }

  static async open(): Promise<Scene> {
    const composed = await composeGateway();
    const { application, token: owner } = composed;
    const post = async <A extends z.ZodType>(endpoint: contract.Endpoint<z.ZodType, z.ZodType, z.ZodType, A>, body: object, known = {}) => {
      const { text } = await send(composed, endpoint, owner, { ...sampleRequest(endpoint, known), body });
      return endpoint.answer.parse(z.object({ data: z.unknown() }).parse(JSON.parse(text)).data);
    };
    const { id: workspace_id } = await post(contract.createWorkspace, { name: 'Team' });
    const person = async (name: string): Promise<{ id: string; token: string }> => {
      const { user } = await post(contract.createUser, { email: `${name}@example.com` });
      const { token } = await application.identity.issueToken(user.id, { name: 'test' });
      return { id: user.id, token };
    };
    const member = async (role: Role): Promise<string> => {
      const { id, token } = await person(role);
      await post(contract.addMember, { user_id: id, role }, { workspace_id });
      return token;
    };
    const tokens = {
      owner,
      admin: await member('admin'),
      editor: await member('editor'),
      operator: await member('operator'),
      viewer: await member('viewer'),
      stranger: (await person('stranger')).token,
    };
    const other = await person('other');
    await post(contract.addMember, { user_id: other.id, role: 'viewer' }, { workspace_id });
    const { bot_id } = await post(contract.createBot, { space_id: workspace_id, name: 'Bot' });
    await post(contract.publishBot, { bot_id });
    const { id: conversation_id } = await post(contract.createConversation, { bot_id, messages: [{ role: 'user', content: 'Hi' }] });
    const { id: message_id } = await post(contract.createMessage, { role: 'user', content: 'a', content_type: 'text' }, { conversation_id });
    const { id: chat_id } = await post(contract.createChat, { bot_id, conversation_id, additional_messages: [{ role: 'user', content: 'Hi' }] });
    const { id: model_id } = await post(contract.createModel, { name: 'M', model_name: 'm', base_url: 'http://127.0.0.1:9/v1', workspace_id });
    const { id: token_id } = await post(contract.createToken, { name: 'another' });
    const { path } = await post(contract.putSharing, { access: 'public' }, { bot_id });
    const { workflow_id, execute_id, event_id, trigger_id } = await makeRun(post, workspace_id);
    const { app_id, kid, authorization_id } = await makeService(composed, workspace_id);
    const { dataset_id, document_id, passage_id, question_id, evaluation_id } = await makeDocument(composed, post, workspace_id);
    const known = {
      workspace_id, space_id: workspace_id, bot_id, conversation_id, message_id, chat_id, model_id, token_id,
      app_id, kid, authorization_id, workflow_id, execute_id, event_id, trigger_id, dataset_id, document_id, passage_id, question_id, evaluation_id,
      questions: [{ question: 'What is by hand?', quotes: ['by hand'] }],
      dataset_ids: [dataset_id],
      document_ids: [document_id],
      cron: '0 9 * * 1',
      time_zone: 'Europe/Paris',
      workflow_version: 'v0.0.1',
      node_execute_uuid: '100001',
      canvas: waitingCanvas,
      work_id: chat_id,
      template_id: 'support-desk-en',
      user_id: other.id,
      version: '1',
      slug: path.slice('/s/'.length),
      keyword: 'city',
      email: 'somebody@example.com',
      base_url: 'http://127.0.0.1:9/v1',
      data: [{ keyword: 'city', value: 'Rome' }],
    };
    const { text } = await send(composed, contract.uploadFile, owner, sampleRequest(contract.uploadFile, known));
    const { data: file } = z.object({ data: contract.file }).parse(JSON.parse(text));
    return new Scene(composed, tokens, { ...known, file_id: file.id });
  }

  /** The endpoints of the application. */
  get endpoints(): readonly contract.Endpoint[] {
    return this.composed.application.routes.map(({ endpoint }) => endpoint);
  }

  /** Calls an endpoint with a valid request, of which `changes` replaces parts. */
  call(endpoint: contract.Endpoint, token: string | undefined, changes: Partial<RawRequest> = {}): Promise<SceneAnswer> {
    return send(this.composed, endpoint, token, { ...sampleRequest(endpoint, this.known), ...changes });
  }

  async close(): Promise<void> {
    await this.composed.close();
  }
}

/** A workflow whose runs wait for a form. */
const waitingCanvas = {
  nodes: [start(), node('form', '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } }), end()],
  edges: [line('100001', 'form'), line('form', '900001')],
};

/** A published workflow, and a run of it that waits. */
async function makeRun(post: Post, workspace_id: string) {
  const { id: workflow_id } = await post(contract.createWorkflow, { workspace_id, name: 'Flow', canvas: waitingCanvas });
  // Over the first draft, which is kept so.
  await post(contract.saveCanvas, { canvas: waitingCanvas }, { workflow_id });
  await post(contract.publishWorkflow, {}, { workflow_id });
  const { execute_id } = await post(contract.startRun, {}, { workflow_id });
  const { trigger } = await post(contract.createTrigger, { kind: 'webhook', name: 'Hook' }, { workflow_id });
  return { workflow_id, execute_id, event_id: `${execute_id}/0/form`, trigger_id: trigger.id };
}

/** A data set with a document that is read, and a question of which it was measured whether it is found. */
async function makeDocument({ application }: ComposedGateway, post: Post, workspace_id: string) {
  const { id: dataset_id } = await post(contract.createDataset, { workspace_id, name: 'Facts', embedding_model_id: '' });
  const { id: document_id, work_id } = await post(contract.addDocument, { source: { type: 'text', text: 'Another fact.' } }, { dataset_id });
  await application.work.pump();
  await application.work.finishedHere(work_id);
  const { id: passage_id } = await post(contract.addPassage, { content: 'A passage by hand.' }, { document_id });
  const { items: [question] } = await post(contract.saveQuestions, { questions: [{ question: 'What is a fact?', passage_ids: [passage_id] }] }, { dataset_id });
  const { id: evaluation_id } = await post(contract.startEvaluation, {}, { dataset_id });
  await application.work.pump();
  await application.work.finishedHere(evaluation_id);
  return { dataset_id, document_id, passage_id, question_id: question?.id ?? '', evaluation_id };
}

/** Creates something as the owner. */
type Post = <A extends z.ZodType>(endpoint: contract.Endpoint<z.ZodType, z.ZodType, z.ZodType, A>, body: object, known?: object) => Promise<z.output<A>>;

/** A service that its owner has authorized, which only a browser session can do. */
async function makeService({ gateway, token }: ComposedGateway, workspaceId: string) {
  const login = { email: 'ada@example.com', password: 'correct horse battery' };
  const { cookies } = await gateway.app.inject({ method: 'POST', url: contract.signIn.path, payload: login });
  const { payload } = await gateway.app.inject({
    method: 'POST',
    url: pathOf(contract.createOAuthApp.path, { workspace_id: workspaceId }),
    headers: { origin: 'http://localhost', host: 'localhost' },
    cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])),
    payload: { name: 'Service', kind: 'service', scopes: ['bot.read'] },
  });
  const { data } = z.object({ data: contract.createOAuthApp.answer }).parse(JSON.parse(payload));
  const list = await gateway.app.inject({ url: contract.listAuthorizations.path, headers: { authorization: `Bearer ${token}` } });
  const [authorization] = z.object({ data: contract.listAuthorizations.answer }).parse(JSON.parse(list.payload)).data.items;
  return { app_id: data.app.id, kid: data.app.keys[0]?.kid, authorization_id: authorization?.id };
}

/** A request before it is written: what is given as text goes out as it is. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>> | string;
  readonly body: unknown;
  readonly rawBody: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

async function send(
  { gateway }: ComposedGateway,
  endpoint: contract.Endpoint,
  token: string | undefined,
  { params = {}, query = {}, body, rawBody, headers = {} }: Partial<RawRequest>,
): Promise<SceneAnswer> {
  const search = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  const payload = rawBody ?? (endpoint.bodyKind === 'multipart' ? MULTIPART : body === undefined ? undefined : JSON.stringify(body));
  const type = endpoint.bodyKind === 'multipart' ? 'multipart/form-data; boundary=b' : 'application/json';
  const response = await gateway.app.inject({
    method: endpoint.method,
    url: pathOf(endpoint.path, params) + (search === '' ? '' : `?${search}`),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: response.statusCode,
    type: String(response.headers['content-type'] ?? ''),
    text: response.payload,
    isBare: endpoint.place === 'alone' || endpoint.place === 'bytes' || endpoint.place === 'redirect',
  };
}

const MULTIPART = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ntext\r\n--b--\r\n';

/** Status and code of a refusal. Throws where an answer is none, or has not the form of one. */
export function refusalOf({ status, text }: SceneAnswer): { status: number; code: number } {
  const { code = 0 } = failure.parse(JSON.parse(text));
  if (status >= 500) throw new Error(`The server failed: ${text}`);
  return { status, code };
}

/** Throws where an answer is neither a success nor a refusal in their forms. */
export function checkAnswer(answer: SceneAnswer): void {
  if (answer.status === 200 && answer.type.startsWith('text/event-stream')) return;
  if (answer.isBare) {
    if (answer.status !== 200 && answer.status !== 302) refusalOf(answer);
    return;
  }
  const { code } = z.object({ code: z.int(), msg: z.string(), detail: z.object({ logid: z.string() }) }).parse(JSON.parse(answer.text));
  if (answer.status >= 500) throw new Error(`The server failed: ${answer.text}`);
  if (code !== 0) refusalOf(answer);
  else if (answer.status !== 200 && answer.status !== 202) throw new Error(`A success has the status 200 or 202: ${answer.text}`);
}
