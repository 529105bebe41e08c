import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeCertificate } from '#access/testing/certificate.ts';
import { freePort } from '#data/testing/free-port.ts';

const run = promisify(execFile);

/** The configuration that is shipped, as it is. */
export const shippedConfiguration = readFileSync(fileURLToPath(new URL('../../../../../deploy/nginx/buckle.conf', import.meta.url)), 'utf8');

/** The name that it serves. */
export const NAME = 'buckle.example.com';

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;

/** Whether this machine has nginx. */
export const hasNginx = ((): boolean => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore', env: { PATH } });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
})();

/** What a caller of nginx sends. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** The shipped configuration in front of a server, on free ports and with a certificate of its own. */
export class Nginx {
  /** Of the address that leads on to HTTPS. */
  readonly plainPort: number;
  readonly #port: number;
  readonly #folder: string;
  readonly #certificate: Buffer;

  private constructor(folder: string, ports: readonly [number, number]) {
    this.#folder = folder;
    [this.#port, this.plainPort] = ports;
    this.#certificate = readFileSync(join(folder, 'fullchain.pem'));
  }

  /** Checks the configuration with `nginx -t`, and starts. Throws what nginx says. */
  static async start(serverAddress: string): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'buckle-nginx-'));
    const ports = [await freePort(), await freePort()] as const;
    makeCertificate({ certFile: join(folder, 'fullchain.pem'), keyFile: join(folder, 'key.pem') }, NAME, `DNS:${NAME}`);
    await mkdir(join(folder, 'temporary'));
    const site = replaced(shippedConfiguration, [
      ['server 127.0.0.1:8787;', `server ${new URL(serverAddress).host};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${ports[0]} ssl;`],
      ['listen 80;', `listen 127.0.0.1:${ports[1]};`],
      ['/etc/nginx/buckle/', `${folder}/`],
    ]);
    await writeFile(join(folder, 'nginx.conf'), around(site, folder));
    const nginx = new Nginx(folder, ports);
    await nginx.#command('-t');
    // It goes into the background once it listens.
    await nginx.#command();
    return nginx;
  }

  /** Sends a request, from `localAddress` where it is given; resolves when the head of the answer has come. */
  open(path: string, { method = 'GET', headers = {}, body }: Question = {}, localAddress = '127.0.0.1'): Promise<IncomingMessage> {
    const options = {
      host: '127.0.0.1', port: this.#port, path, method, localAddress, agent: false,
      headers: { host: NAME, ...headers }, ca: this.#certificate, servername: NAME,
    };
    return new Promise((resolve, reject) => {
      request(options, resolve).once('error', reject).end(body);
    });
  }

  /** Sends a request and returns the whole answer. */
  async ask(path: string, question?: Question, localAddress?: string) {
    const response = await this.open(path, question, localAddress);
    return { status: response.statusCode, headers: response.headers, text: await text(response) };
  }

  async stop(): Promise<void> {
    await this.#command('-s', 'stop');
    await rm(this.#folder, { recursive: true, maxRetries: 5 });
  }

  async #command(...words: readonly string[]): Promise<void> {
    await run('nginx', ['-p', this.#folder, '-c', join(this.#folder, 'nginx.conf'), '-e', join(this.#folder, 'error.log'), ...words], { env: { PATH } });
  }
}

function around(site: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/temporary/${kind};`);
  // Otherwise its workers would be somebody who may not enter our folder.
  const user = userInfo().uid === 0 ? `user ${userInfo().username};` : '';
  return `${user}
pid ${folder}/nginx.pid;
worker_processes 1;
events { worker_connections 64; }
http { access_log off; ${temporary.join(' ')}
${site}
}`;
}

/** Throws where a text is not there: then the shipped configuration has changed, and its test must too. */
function replaced(configuration: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((left, [from, to]) => {
    if (!left.includes(from)) throw new Error(`deploy/nginx/buckle.conf does not hold "${from}".`);
    return left.replaceAll(from, to);
  }, configuration);
}
