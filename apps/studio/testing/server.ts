import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

/** The first account, where a server is started with one. */
export const ADMINISTRATOR = { email: 'ada@example.com', password: 'correct horse battery', token: `pat_${'0123456789abcdef'.repeat(2)}` };

/** A server as users start it: a process of its own with an empty data folder, which serves the built studio. */
export class StudioServer {
  readonly address: string;
  /** The one-time link for the first account; empty where there is one. */
  readonly setUpLink: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #closing: (() => Promise<void>)[] = [];

  private constructor(child: ChildProcess, folder: string, said: string) {
    this.#process = child;
    this.#folder = folder;
    this.address = /ready at (\S+)/.exec(said)?.[1] ?? '';
    this.setUpLink = /(\S+\/setup\?token=\S+)/.exec(said)?.[1] ?? '';
  }

  /** Starts a server on a free port; `environment` holds settings. Throws what it said where it does not start. */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<StudioServer> {
    const folder = await mkdtemp(join(tmpdir(), 'buckle-studio-'));
    const child = spawn(process.execPath, [main], {
      cwd: folder,
      env: { PATH: process.env['PATH'], BUCKLE_PORT: '0', BUCKLE_DATA_DIR: join(folder, 'data'), BUCKLE_STOP_DEADLINE: '0s', BUCKLE_LOG_LEVEL: 'error', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new StudioServer(child, folder, await ready(child));
  }

  /** The same with an account and its token: `ADMINISTRATOR`. */
  static startWithAccount(environment: Readonly<Record<string, string>> = {}): Promise<StudioServer> {
    const { email, password, token } = ADMINISTRATOR;
    return StudioServer.start({ BUCKLE_ADMIN_EMAIL: email, BUCKLE_ADMIN_PASSWORD: password, BUCKLE_ADMIN_TOKEN: token, ...environment });
  }

  /** Calls the API as the administrator and answers with its `data`. Throws what was refused. */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.address + path, {
      method,
      headers: { authorization: `Bearer ${ADMINISTRATOR.token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return dataOf(response, `${method} ${path}`);
  }

  /** Uploads a file to a workspace as the administrator. Returns its id. */
  async upload(workspaceId: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const body = new FormData();
    body.append('file', new Blob([bytes]), name);
    const response = await fetch(`${this.address}/v1/files/upload?workspace_id=${workspaceId}`, { method: 'POST', headers: { authorization: `Bearer ${ADMINISTRATOR.token}` }, body });
    return ((await dataOf(response, `upload of ${name}`)) as { id: string }).id;
  }

  /** Calls the API as the administrator, and answers with the whole stream of events when it has ended. */
  async stream(path: string, body: unknown): Promise<string> {
    const response = await fetch(this.address + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMINISTRATOR.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${text}`);
    return text;
  }

  /** Something that ends with this server, such as a model that it asks. */
  endsWith(close: () => Promise<void>): void {
    this.#closing.push(close);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
    await Promise.all(this.#closing.map((close) => close()));
    await rm(this.#folder, { recursive: true });
  }
}

/** What a server printed by the time it was ready: its last line names the reference of the API, or the first conversation. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // Everything is printed in one piece.
      if (said.includes('/docs/api')) resolve(said);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}:\n${said}`)));
  });
}

/** The data of an answer. Throws where it says that the call failed. */
async function dataOf(response: Response, call: string): Promise<unknown> {
  const answer = (await response.json()) as { code: number; data: unknown };
  if (answer.code !== 0) throw new Error(`${call}: ${JSON.stringify(answer)}`);
  return answer.data;
}
