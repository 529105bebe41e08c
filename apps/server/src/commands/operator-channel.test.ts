import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askServer, listenForOperator, type OperatorHandler, OperatorRefused } from './operator-channel.ts';

const KEY = randomBytes(32);

let folder: string;
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-operator-'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(folder, { recursive: true, force: true });
});

const echo: OperatorHandler = async (command, argument) => `${command} ${argument ?? '-'}`;

async function listen(handle: OperatorHandler = echo, key = () => KEY, where = folder): Promise<void> {
  ends.push(await listenForOperator(where, key, handle));
}

describe('a command', () => {
  it('is carried out by the server that runs on the data folder', async () => {
    await listen();
    expect(await askServer(folder, KEY, 'token')).toBe('token -');
    expect(await askServer(folder, KEY, 'rotate-key', '12')).toBe('rotate-key 12');
  });

  it('reaches nobody where no server was started, nor one that was killed', async () => {
    expect(await askServer(folder, KEY, 'token')).toBeUndefined();
    // What a killed server leaves behind: a socket that nobody listens on.
    await writeFile(join(folder, 'operator.sock'), '');
    expect(await askServer(folder, KEY, 'token')).toBeUndefined();
    await listen();
    expect(await askServer(folder, KEY, 'token')).toBe('token -');
    await ends.splice(0)[0]?.();
    expect(await askServer(folder, KEY, 'token')).toBeUndefined();
  });

  it('is refused with another master key', async () => {
    let handled = 0;
    await listen(async () => `${(handled += 1)}`);
    const asked = askServer(folder, randomBytes(32), 'token');
    await expect(asked).rejects.toThrow(OperatorRefused);
    await expect(asked).rejects.toThrow(/another master key/);
    expect(handled).toBe(0);
  });

  it('is proved by the key that is in use when it comes', async () => {
    let key = KEY;
    await listen(echo, () => key);
    key = randomBytes(32);
    expect(await askServer(folder, key, 'token')).toBe('token -');
    await expect(askServer(folder, KEY, 'token')).rejects.toThrow(OperatorRefused);
  });

  it('hears in words why it failed', async () => {
    await listen(() => Promise.reject(new Error('There is no workspace 12.')));
    await expect(askServer(folder, KEY, 'rotate-key', '12')).rejects.toThrow(new OperatorRefused('There is no workspace 12.'));
  });

  it('waits until the one before is done', async () => {
    let running = 0;
    let most = 0;
    await listen(async (command) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (command === '3') throw new Error('no');
      return command;
    });
    const asked = await Promise.allSettled(['1', '2', '3', '4'].map((command) => askServer(folder, KEY, command)));
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(most).toBe(1);
  });

  it('that takes long tells how far it is', async () => {
    await listen(async (_command, _argument, { onProgress }) => {
      onProgress?.(0.25);
      onProgress?.(0.5);
      return 'done';
    });
    const seen: number[] = [];
    expect(await askServer(folder, KEY, 'long', undefined, { onProgress: (done) => seen.push(done) })).toBe('done');
    expect(seen).toEqual([0.25, 0.5]);
  });

  it('that is stopped is told so in the server, as is one under way when the server stops', async () => {
    const begun: (() => void)[] = [];
    const reasons: unknown[] = [];
    await listen(
      (_command, _argument, { signal }) =>
        new Promise((_resolve, reject) => {
          begun.shift()?.();
          signal?.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(signal.reason as Error);
          });
        }),
    );
    const stopping = new AbortController();
    await Promise.all([
      new Promise<void>((resolve) => begun.push(resolve)).then(() => stopping.abort()),
      expect(askServer(folder, KEY, 'long', undefined, { signal: stopping.signal })).rejects.toThrow(OperatorRefused),
    ]);
    await expect.poll(() => reasons).toHaveLength(1);
    const started = new Promise<void>((resolve) => begun.push(resolve));
    const asked = askServer(folder, KEY, 'long').catch((error: unknown) => error);
    await started;
    await ends.splice(0)[0]?.();
    expect(await asked).toEqual(new OperatorRefused('The server is stopping.'));
  });

  it('works in a data folder whose path is too long for a socket', async () => {
    const deep = join(folder, 'x'.repeat(100));
    await mkdir(deep);
    await listen(echo, () => KEY, deep);
    expect(await askServer(deep, KEY, 'token')).toBe('token -');
    expect(await askServer(folder, KEY, 'token')).toBeUndefined();
  });

  it('says so where the server goes away', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(join(folder, 'operator.sock'), resolve));
    ends.push(() => new Promise((resolve) => server.close(() => resolve())));
    await expect(askServer(folder, KEY, 'token')).rejects.toThrow(/closed the connection/);
  });
});

describe('a server', () => {
  /** Sends a line after the challenge, and returns what comes back. */
  async function send(line: (challenge: string) => string): Promise<string[]> {
    const socket = connect(join(folder, 'operator.sock'));
    const answers: string[] = [];
    for await (const received of createInterface(socket)) {
      answers.push(received);
      if (answers.length === 1) socket.write(`${line(received)}\n`);
    }
    return answers.slice(1);
  }

  it.each(['hello', '{}', '{"command":"token"}', '[]', '{"proof":1,"command":"token"}'])('hangs up on %s, and goes on', async (line) => {
    await listen();
    expect(await send(() => line)).toEqual([]);
    expect(await askServer(folder, KEY, 'token')).toBe('token -');
  });

  it('does not take the proof of one command for another', async () => {
    await listen();
    const seen: string[] = [];
    // Somebody between the two passes the challenge on and exchanges the command.
    const between = createServer((client) => {
      const server = connect(join(folder, 'operator.sock'));
      server.pipe(client);
      createInterface(client).on('line', (line) => {
        seen.push(line);
        server.write(`${line.replace('"token"', '"rotate-key"')}\n`);
      });
    });
    const other = await mkdtemp(join(tmpdir(), 'buckle-between-'));
    await new Promise<void>((resolve) => between.listen(join(other, 'operator.sock'), resolve));
    await expect(askServer(other, KEY, 'token')).rejects.toThrow(/another master key/);
    expect(seen).toHaveLength(1);
    await new Promise((resolve) => between.close(resolve));
    await rm(other, { recursive: true });
  });

  it('goes on where a command hangs up half-way', async () => {
    await listen();
    for (let n = 0; n < 5; n++) {
      const socket = connect(join(folder, 'operator.sock'));
      await new Promise((resolve) => socket.once('data', resolve));
      socket.write('{"proof":');
      socket.destroy();
    }
    expect(await askServer(folder, KEY, 'token')).toBe('token -');
  });

  it('carries a command out whose asker does not wait for the answer', async () => {
    const begun = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const done: string[] = [];
    await listen(async (command) => {
      begun.resolve();
      if (command === 'long') await gone.promise;
      done.push(command);
      return 'x'.repeat(1_000_000);
    });
    const socket = connect(join(folder, 'operator.sock'));
    createInterface(socket).once('line', (challenge) => {
      const proof = createHmac('sha256', KEY).update(JSON.stringify(['buckle operator', challenge, 'long', null])).digest('hex');
      socket.write(`${JSON.stringify({ proof, command: 'long' })}\n`);
    });
    await begun.promise;
    socket.destroy();
    gone.resolve();
    expect(await askServer(folder, KEY, 'next')).toHaveLength(1_000_000);
    expect(done).toEqual(['long', 'next']);
  });
});
