import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A response as it was recorded. */
export interface Recording {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body in the pieces in which it is sent. */
  readonly chunks: readonly (string | Buffer)[];
  /** What comes after the last piece: the end of the body, a broken connection, or nothing. */
  readonly ending?: 'end' | 'break' | 'hang';
}

/** What a request with a body is answered, where not all get the same. */
export type Replay = Recording | ((body: string) => Recording);

/** Replays a recording to every request, through real sockets, and remembers what was asked. */
export class ReplayServer {
  readonly origin: string;
  readonly bodies: string[] = [];
  readonly paths: string[] = [];
  /** Resolves when a request has come whole. */
  readonly asked: Promise<void>;
  /** Resolves when a client closes its connection before the body's end. */
  readonly clientGone: Promise<void>;
  readonly #server: Server;

  private constructor(server: Server, replay: Replay) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const gone = Promise.withResolvers<void>();
    this.clientGone = gone.promise;
    const asked = Promise.withResolvers<void>();
    this.asked = asked.promise;
    server.on('request', async (request, response) => {
      response.on('close', () => {
        if (!response.writableEnded) gone.resolve();
      });
      const body: Buffer[] = [];
      for await (const chunk of request) body.push(chunk as Buffer);
      const text = Buffer.concat(body).toString();
      this.bodies.push(text);
      this.paths.push(request.url ?? '');
      asked.resolve();
      const recording = typeof replay === 'function' ? replay(text) : replay;
      response.writeHead(recording.status ?? 200, recording.headers ?? { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      for (const chunk of recording.chunks) {
        await new Promise((resolve) => response.write(chunk, resolve));
        await nextTurn();
      }
      if (recording.ending === 'break') response.destroy();
      else if (recording.ending !== 'hang') response.end();
    });
  }

  static async start(replay: Replay): Promise<ReplayServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ReplayServer(server, replay);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
