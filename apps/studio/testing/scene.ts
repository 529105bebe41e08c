import type { Page } from 'playwright-core';
import { fillKnowledge, type KnowledgeScene } from './knowledge-scene.ts';
import { ADMINISTRATOR, type StudioServer } from './server.ts';
import { fillTalk, type Talk } from './talk.ts';
import { fillWorkflows, type WorkflowScene } from './workflow-scene.ts';

/** What a server holds after `fillScene`: ids for addresses of pages. */
export interface Scene {
  /** A team workspace of the administrator's with three members. */
  readonly teamId: string;
  /** What an OAuth app of the team sends browsers along with; it has its answers at the start page of the server. */
  readonly appRequest: string;
  /** A published bot of the team, whose draft has changed. */
  readonly botId: string;
  /** What was said in it. */
  readonly talk: Talk;
  /** Its workflows. */
  readonly flows: WorkflowScene;
  /** Its data sets. */
  readonly knowledge: KnowledgeScene;
}

/** Fills a server that has an account with what pages can show. */
export async function fillScene(server: StudioServer): Promise<Scene> {
  const team = (await server.call('POST', '/api/workspaces', { name: 'Customer care 客服' })) as { id: string };
  const people = [
    { name: 'Grace Hopper', email: 'grace@example.com', role: 'editor' },
    { name: '王小明', email: 'xiaoming.wang@example.com', role: 'viewer' },
  ];
  for (const { role, ...person } of people) {
    await server.call('POST', '/api/users', { ...person, password: ADMINISTRATOR.password });
    await server.call('POST', `/api/workspaces/${team.id}/members`, { email: person.email, role });
  }
  await server.call('POST', '/api/tokens', { name: 'Nightly report', scopes: ['bot.read', 'usage.read'], workspace_id: team.id });
  const redirect = `${server.address}/`;
  const { app } = (await server.call('POST', `/api/workspaces/${team.id}/oauth-apps`, {
    name: 'Helpdesk 工单',
    description: 'Answers tickets with the bots of the team.',
    kind: 'web',
    redirect_uris: [redirect],
    scopes: ['account.read', 'bot.read', 'bot.chat', 'conversation.read'],
  })) as { app: { id: string } };
  const appRequest = new URLSearchParams({ response_type: 'code', client_id: app.id, redirect_uri: redirect, state: 'here' }).toString();
  const copy = { workspace_id: team.id, name: 'Shop support 客服' };
  const { entity_id: botId } = (await server.call('POST', '/v1/templates/support-desk-en/duplicate', copy)) as { entity_id: string };
  await server.call('POST', '/v1/bot/publish', { bot_id: botId, version_description: 'The first version' });
  await server.call('POST', '/v1/bot/update', { bot_id: botId, description: 'Answers the customers of the shop' });
  const talk = await fillTalk(server, team.id);
  return { teamId: team.id, appRequest, botId, talk, flows: await fillWorkflows(server, team.id), knowledge: await fillKnowledge(server, team.id) };
}

/** Signs the browser of a page in, as the administrator where nobody else is named. */
export async function signIn(page: Page, email = ADMINISTRATOR.email): Promise<void> {
  const outcome = await page.request.post('/api/auth/login', { data: { email, password: ADMINISTRATOR.password } });
  if (!outcome.ok()) throw new Error(`Nobody could sign in as ${email}: ${await outcome.text()}`);
}

/** The addresses of the pages for those who are not signed in. */
export const pagesOutside = ['/sign-in', '/register?token=x', '/reset-password?token=x', '/setup?token=x'];

/** The addresses of every page for somebody who is signed in. */
function pagesOf({ teamId, appRequest, botId, talk, flows, knowledge }: Scene): string[] {
  const team = `/w/${teamId}`;
  return [
    team,
    `${team}/bots`,
    `${team}/bots/${botId}`,
    `${team}/bots/${botId}/versions`,
    `${team}/bots/${talk.botId}/share`,
    `${team}/bots/${botId}/api`,
    ...workflowPages(team, flows),
    `${team}/workflows/${flows.waitingWorkflowId}/runs/${flows.waitingRunId}`,
    ...knowledgePages(team, knowledge),
    `${team}/knowledge/${knowledge.tableId}`,
    `${team}/knowledge/${knowledge.picturesId}`,
    `${team}/knowledge/${knowledge.picturesId}/documents/${knowledge.pictureId}`,
    `${team}/conversations`,
    `${team}/conversations/${talk.conversationId}`,
    `${team}/models`,
    `${team}/usage`,
    `${team}/members`,
    `${team}/oauth-apps`,
    `${team}/audit`,
    talk.sharePath,
    '/account',
    '/account/tokens',
    '/account/apps',
    '/instance/users',
    '/instance/models',
    '/instance/audit',
    '/w/0/nowhere',
    '/device',
    '/oauth/consent?error=unknown_app',
    `/oauth/consent?${appRequest}`,
  ];
}

/** The addresses of the pages of a workflow that has been run and published. */
function workflowPages(team: string, { workflowId, runId }: WorkflowScene): string[] {
  const own = `${team}/workflows/${workflowId}`;
  return [`${team}/workflows`, own, `${own}/runs`, `${own}/runs/${runId}`, `${own}/triggers`, `${own}/versions`, `${own}/api`];
}

/** The addresses of the pages of a data set. */
function knowledgePages(team: string, { datasetId, documentId }: KnowledgeScene): string[] {
  const own = `${team}/knowledge/${datasetId}`;
  return [`${team}/knowledge`, own, `${own}/documents/${documentId}`, `${own}/search`, `${own}/statistics`, `${own}/search?q=${encodeURIComponent('How long can goods be returned? 退货期限')}`];
}

/** How full the pages are that are walked: as `fillScene` leaves them, with nothing in their lists, or with reads that fail. */
export const states = ['full', 'empty', 'failing'] as const;

export type PageState = (typeof states)[number];

/** The addresses of the pages that look different in a state. */
export async function pagesIn(state: PageState, scene: Scene, server: StudioServer): Promise<string[]> {
  if (state === 'full') return pagesOf(scene);
  const team = `/w/${state === 'empty' ? await newTeam(server) : scene.teamId}`;
  const lists = ['', '/bots', '/workflows', '/knowledge', '/conversations', '/models', '/usage', '/members', '/oauth-apps', '/audit'].map((path) => team + path);
  if (state === 'empty') return lists;
  const bot = `${team}/bots/${scene.botId}`;
  const others = ['/account', '/account/tokens', '/account/apps', '/instance/users', '/instance/models', '/instance/audit'];
  return [...lists, ...workflowPages(team, scene.flows).slice(1), ...knowledgePages(team, scene.knowledge).slice(1, 5), bot, `${bot}/versions`, `${bot}/share`, `${bot}/api`, `${team}/conversations/${scene.talk.conversationId}`, ...others];
}

async function newTeam(server: StudioServer): Promise<string> {
  return ((await server.call('POST', '/api/workspaces', { name: 'New 新空间' })) as { id: string }).id;
}

/** What the frame of every page is made of. */
const FRAME = /\/(users\/me|auth\/[a-z]+|workspaces|workspaces\/\d+)(\?.*)?$/;

/** Lets whatever a page reads fail from now on, but its frame, as if the server had lost its documents. */
export async function failReads(page: Page): Promise<void> {
  const body = { code: 5000, msg: 'The server has failed at this. Its administrator finds the reason in the log.', detail: { logid: '1575290206406311936' } };
  await page.route(/\/(api|v1|v3)\//, (route) =>
    route.request().method() !== 'GET' || FRAME.test(route.request().url()) ? route.continue() : route.fulfill({ status: 500, json: body }),
  );
}

/** Goes to a page and waits until nothing on it is loading. */
export async function settle(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('[aria-busy=true]:visible, .ant-spin-spinning:visible').first().waitFor({ state: 'hidden' });
}
