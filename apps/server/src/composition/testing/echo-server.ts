import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the echo had it. */
export interface Echoed {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly args: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What an echo does in place of answering with the request. */
export type Answering = (request: Echoed, number: number) => { readonly status?: number; readonly body?: string; readonly delay?: number } | undefined;

/** A server on loopback that answers each request with what it had of it, as JSON; the path `/status/N` with that status. */
export class EchoServer {
  readonly address: string;
  readonly requests: Echoed[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(answering: Answering = () => undefined): Promise<EchoServer> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const url = request.url ?? '';
        const args = Object.fromEntries(new URL(url, 'http://host').searchParams);
        const echoed = { method: request.method ?? '', url, args, headers: request.headers, body };
        echo.requests.push(echoed);
        const answer = answering(echoed, echo.requests.length) ?? {};
        setTimeout(() => response.writeHead(answer.status ?? 200).end(answer.body ?? JSON.stringify(echoed)), answer.delay ?? 0);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const echo = new EchoServer(server);
    return echo;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
