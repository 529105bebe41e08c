import * as contract from '@buckle/contract';
import type { Endpoint } from '@buckle/contract';

/** The languages of the manual. */
export type Language = 'en' | 'zh-CN';

/** Between these lines of a page stand the tables; what surrounds them is written by hand. */
const BEGIN = '<!-- endpoints: written by scripts/write-endpoints.ts, do not edit -->';
const END = '<!-- end of endpoints -->';

/** The groups, in the order in which the pages show them, with their names in Chinese. */
const groups: Readonly<Record<string, string>> = {
  Chat: '对话',
  Conversations: '会话',
  Messages: '消息',
  Bots: '智能体',
  Workflows: '工作流',
  'Workflow runs': '工作流的运行',
  'Workflow triggers': '工作流的触发器',
  Knowledge: '知识库',
  'Knowledge (Coze)': '知识库（扣子接口）',
  Templates: '模板',
  Files: '文件',
  Variables: '变量',
  Sharing: '分享',
  Models: '模型与用量',
  Workspaces: '工作空间',
  Users: '用户',
  'Sign-in': '登录',
  'Tokens and sessions': '令牌与登录状态',
  OAuth: 'OAuth',
  'OAuth apps': 'OAuth 应用',
  'OAuth consent': 'OAuth 授权',
  Work: '任务',
  Audit: '审计',
};

const words = {
  en: { head: '| call | what it does | permission | notes |', open: 'nobody need be signed in', stream: 'events', creates: 'idempotency key', token: 'pages by token', number: 'pages by number', last: 'pages by last id', form: 'form or JSON', file: 'multipart', or: 'or' },
  'zh-CN': { head: '| 接口 | 作用 | 权限 | 说明 |', open: '不需要登录', stream: '事件流', creates: '幂等键', token: '按令牌分页', number: '按页码分页', last: '按最后的 ID 分页', form: '表单或 JSON', file: 'multipart', or: '或' },
} as const;

/** Every endpoint of the contract. */
export function endpoints(): Endpoint[] {
  return Object.values<unknown>(contract).filter(isEndpoint);
}

/** The page with its tables as the contract has them. Throws where the page has no place for them. */
export function withTables(page: string, language: Language): string {
  const [before, rest] = page.split(`${BEGIN}\n`);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined) throw new Error(`The page needs the lines "${BEGIN}" and "${END}".`);
  return `${before}${BEGIN}\n\n${tables(language)}\n\n${END}${after}`;
}

function tables(language: Language): string {
  const all = endpoints();
  const unknown = all.find(({ tag }) => !(tag in groups));
  if (unknown) throw new Error(`scripts/endpoints/tables.ts has no place for the group "${unknown.tag}".`);
  return Object.entries(groups)
    .map(([tag, chinese]) => {
      const rows = all.filter((endpoint) => endpoint.tag === tag).toSorted(inOrder).map((endpoint) => row(endpoint, language));
      return [`### ${language === 'en' ? tag : chinese}`, '', words[language].head, '|---|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

/** Coze's API before the management API, each by path. */
function inOrder(one: Endpoint, other: Endpoint): number {
  const key = (endpoint: Endpoint) => `${Number(contract.isManagement(endpoint))} ${endpoint.path} ${endpoint.method}`;
  return key(one) < key(other) ? -1 : 1;
}

function row(endpoint: Endpoint, language: Language): string {
  const { method, alias, path, summary, permission, authentication } = endpoint;
  const methods = alias === undefined ? method : `${method} ${words[language].or} ${alias}`;
  const needed = permission === undefined ? '' : `\`${permission}\``;
  const notes = notesOn(endpoint, language);
  if (authentication === 'none') notes.unshift(words[language].open);
  return `| ${methods} \`${path}\` | ${summary.replaceAll('|', '\\|')} | ${needed} | ${notes.join(language === 'en' ? ', ' : '，')} |`;
}

function notesOn(endpoint: Endpoint, language: Language): string[] {
  const { stream, creates, token, number, last, form, file } = words[language];
  const query = fieldsOf(endpoint.query);
  const notes: (string | false)[] = [
    endpoint.events !== undefined && stream,
    endpoint.creates === true && creates,
    query.includes('page_token') && token,
    (query.includes('page_num') || query.includes('page_index')) && number,
    fieldsOf(endpoint.body).includes('before_id') && last,
    endpoint.oauth === true && form,
    endpoint.bodyKind === 'multipart' && file,
  ];
  return notes.filter((note) => note !== false);
}

function fieldsOf(schema: Endpoint['query']): string[] {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null ? Object.keys(schema.shape) : [];
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'answer' in value;
}
