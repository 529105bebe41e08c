import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { Child } from './child.ts';

const SERVER = join(import.meta.dirname, '../apps/server/src/main.ts');
const TOKEN = 'pat_0123456789abcdef0123456789abcdef';
/** The flags of Node that `npm start` gives, and those of whoever measures. */
const NODE_FLAGS = `${startFlags()} ${process.env['BENCH_SERVER_FLAGS'] ?? ''}`.split(' ').filter((flag) => flag !== '');
/** Here `npm start` keeps what Node has compiled. */
const COMPILE_CACHE = join(import.meta.dirname, '../.node/compile-cache');

function startFlags(): string {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { scripts: { start: string } };
  const flags = /exec \.node\/node (.*)apps\/server\/src\/main\.ts$/.exec(scripts.start)?.[1];
  if (flags === undefined) throw new Error(`The start script of package.json is not as expected: ${scripts.start}`);
  return flags;
}

/** A server on embedded SQLite, as it comes but for its port and its first account, with its log level at `info`; without an address its model is the offline one. */
export function startServer(folder: string, modelUrl?: string): Promise<Child> {
  return Child.start([...NODE_FLAGS, SERVER], {
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    BUCKLE_PORT: '0',
    BUCKLE_DATA_DIR: folder,
    BUCKLE_LOG_LEVEL: 'info',
    BUCKLE_ADMIN_EMAIL: 'ada@example.com',
    BUCKLE_ADMIN_PASSWORD: 'correct horse battery',
    BUCKLE_ADMIN_TOKEN: TOKEN,
    ...(modelUrl === undefined ? {} : { BUCKLE_MODEL_BASE_URL: modelUrl, BUCKLE_MODEL_NAME: 'scripted' }),
  });
}

export function startModel(...programArguments: string[]): Promise<Child> {
  return Child.start([join(import.meta.dirname, 'model-process.ts'), ...programArguments]);
}

export function startRelay(modelUrl: string): Promise<Child> {
  return Child.start([join(import.meta.dirname, 'relay-process.ts'), modelUrl]);
}

/** More would overflow the queue of connections that a server has not accepted yet, when all are opened at once. */
const CONNECTIONS_AT_MOST = 256;

type Method = 'GET' | 'POST' | 'PUT';

/** Calls a server with the first account's token, over as many kept connections as are needed at once. */
export class Client {
  readonly pool: Pool;
  readonly headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

  constructor(address: string) {
    this.pool = new Pool(address, { connections: CONNECTIONS_AT_MOST, pipelining: 1 });
  }

  /** The `data` of an answer. Throws where the server refused. */
  async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return (await this.answer<{ data: T }>(method, path, body)).data;
  }

  /** A whole answer: some of Coze's say more than `data`. Throws where the server refused. */
  async answer<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await this.pool.request({
      method,
      path,
      headers: this.headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.body.json()) as T & { code: number; msg: string };
    if (response.statusCode !== 200 || answer.code !== 0) throw new Error(`${method} ${path}: ${response.statusCode} ${answer.msg}`);
    return answer;
  }

  /** The id of the first account's own workspace. */
  async workspaceId(): Promise<string> {
    const { workspaces } = await this.call<{ workspaces: { id: string }[] }>('GET', '/v1/workspaces?page_num=1&page_size=1');
    return workspaces[0]?.id ?? '';
  }

  /** Publishes a bot with a prompt, and what else is said of it; returns its id. */
  async publishBot(more: object = {}): Promise<string> {
    const { bot_id: botId } = await this.call<{ bot_id: string }>('POST', '/v1/bot/create', {
      space_id: await this.workspaceId(),
      name: 'Bench',
      prompt_info: { prompt: 'You are a friendly assistant. Answer shortly.' },
      ...more,
    });
    await this.call('POST', '/v1/bot/publish', { bot_id: botId, connector_ids: ['1024'] });
    return botId;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

/** A fresh server beside a scripted model, with a published bot. */
export interface Stage {
  readonly server: Child;
  readonly model: Child;
  readonly client: Client;
  readonly botId: string;
  /** Where the server keeps its data. */
  readonly folder: string;
}

/** Runs a bench on a stage of its own, and clears it away. */
export async function onStage(modelArguments: readonly string[], act: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-bench-'));
  const model = await startModel(...modelArguments);
  try {
    const server = await startServer(folder, model.address);
    const client = new Client(server.address);
    try {
      await act({ server, model, client, botId: await client.publishBot(), folder });
    } finally {
      await client.close();
      await server.stop();
    }
  } finally {
    await model.stop();
    await rm(folder, { recursive: true });
  }
}
