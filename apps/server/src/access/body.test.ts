import { buffer } from 'node:stream/consumers';
import { endpoint } from '@buckle/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { IncomingFile } from '#kernel/route.ts';
import { type Route, route } from '#kernel/route.ts';
import type { Gateway } from './gateway.ts';
import { authorization, testGateway, type TestGatewayOptions, TOKEN } from './testing/gateway.ts';
import { connectTo } from './testing/socket.ts';

const gateways: Gateway[] = [];

afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop(0)));
});

async function start(options: TestGatewayOptions = {}): Promise<string> {
  const gateway = await testGateway(options);
  gateways.push(gateway);
  return gateway.listen();
}

const head = `POST /v1/echo/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;

/** What a client gets that writes `text` and then waits. */
async function answerTo(url: string, text: string): Promise<{ status: number; body: unknown }> {
  const { socket, readUntil } = await connectTo(url);
  socket.write(text, 'latin1');
  const answer = await readUntil(/\}\}$/);
  socket.destroy();
  return { status: Number(answer.split(' ')[1]), body: JSON.parse(answer.slice(answer.indexOf('{'))) };
}

/** What an operation is given of a body that has any fields. */
async function taken(body: string): Promise<unknown> {
  const lookup = endpoint('POST', '/v1/lookup', { name: 'lookup', tag: 'Lookup', summary: 'Takes a body', body: z.looseObject({}), answer: z.looseObject({}) });
  const url = await start({ routes: [route(lookup, ({ body: given }) => Promise.resolve(given))] });
  const response = await fetch(`${url}/v1/lookup`, { method: 'POST', headers: { ...authorization, 'content-type': 'application/json' }, body });
  return z.object({ data: z.unknown() }).parse(await response.json()).data;
}

const refused = { code: 4000, msg: expect.any(String), detail: { logid: expect.stringMatching(/^\d{19}$/) } };

describe('a body', () => {
  it('that does not arrive is answered with 408', async () => {
    const url = await start({ settings: { bodyTimeout: 50 } });
    expect(await answerTo(url, `${head}Content-Length: 100\r\n\r\n{"text":`)).toEqual({ status: 408, body: refused });
  });

  it('that is announced too large is answered with 413 at once', async () => {
    const url = await start({ settings: { maxBodyBytes: 10 } });
    expect(await answerTo(url, `${head}Content-Length: 11\r\n\r\n`)).toEqual({ status: 413, body: refused });
  });

  it('that grows too large is answered with 413, and the rest of it is taken in', async () => {
    const url = await start({ settings: { maxBodyBytes: 10 } });
    const piece = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const answer = await answerTo(url, `${head}Transfer-Encoding: chunked\r\n\r\n${piece.repeat(20)}0\r\n\r\n`);
    expect(answer).toEqual({ status: 413, body: refused });
  });

  it('whose ids are numbers keeps their last digits; other numbers stay numbers, and texts texts', async () => {
    const said = String.raw`"say \"dataset_id\": 1575612600861851648, [1575612600861851648]"`;
    const body = `{"dataset_id":1575612600861851648,"document_ids":[ 1575612600861851649, 1575612600861851650],"info":{"source_file_id" : 1575612600861851651},"page":1,"size":1000000000000000000,"text":${said}}`;
    expect(await taken(body)).toEqual({
      dataset_id: '1575612600861851648',
      document_ids: ['1575612600861851649', '1575612600861851650'],
      info: { source_file_id: '1575612600861851651' },
      page: 1,
      size: 1e18,
      text: JSON.parse(said),
    });
  });

  it('with long numbers among much white space is read at once, and no number but an id becomes a text', async () => {
    const space = ' '.repeat(500_000);
    const body = `{"share_of_id": 1234567890123456.5, "a1234567890123456_id":${space}1575612600861851648,${space}"sizes": [1000000000000000000]}`;
    expect(await taken(body)).toEqual({ share_of_id: 1234567890123456.5, a1234567890123456_id: '1575612600861851648', sizes: [1e18] });
  });

  it('with a length that is none is answered with 400', async () => {
    const url = await start();
    expect(await answerTo(url, `${head}Content-Length: abc\r\n\r\n`)).toEqual({ status: 400, body: refused });
  });

  it('with broken chunks is answered with 400', async () => {
    const url = await start();
    expect(await answerTo(url, `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)).toEqual({ status: 400, body: refused });
  });

  it('leaves the connection fit for the next request when it is refused unread', async () => {
    const url = await start();
    const { socket, readUntil } = await connectTo(url);
    socket.write('POST /v1/echo/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n{"x":');
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const answers = await readUntil(/"status":"ok"/);
    expect(answers).toMatch(/^HTTP\/1\.1 401 [^]*HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['an address in bare UTF-8', 'GET /?q=\u00e4 HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
])('%s is answered as JSON', async (_what, text, status) => {
  const url = await start();
  expect(await answerTo(url, text)).toEqual({ status, body: refused });
});

describe('an upload', () => {
  const upload = endpoint('POST', '/v1/files/upload', {
    name: 'upload',
    tag: 'Files',
    summary: 'Takes a file',
    multipart: true,
    answer: z.object({ name: z.string(), size: z.number() }),
  });

  const measure: Route = route(upload, async ({ file }) => {
    let size = 0;
    for await (const piece of bodyOf(file)) size += piece.length;
    return { name: file?.fileName ?? '', size };
  });

  function bodyOf(file: IncomingFile | undefined): AsyncIterable<Buffer> {
    if (!file) throw new Error('There is no file.');
    return file.body;
  }

  async function send(url: string, form: FormData): Promise<Response> {
    return fetch(`${url}/v1/files/upload`, { method: 'POST', headers: authorization, body: form });
  }

  function formWith(field: string, size: number): FormData {
    const form = new FormData();
    form.append('note', 'before the file');
    form.append(field, new Blob([Buffer.alloc(size, 1)]), '文件.bin');
    return form;
  }

  it('streams to the operation', async () => {
    const url = await start({ routes: [measure] });
    const response = await send(url, formWith('file', 3_000_000));
    expect(await response.json()).toMatchObject({ code: 0, data: { name: '文件.bin', size: 3_000_000 } });
  });

  it('that is too large fails with 413', async () => {
    const url = await start({ routes: [measure], settings: { maxFileBytes: 1000 } });
    const response = await send(url, formWith('file', 300_000));
    expect([response.status, await response.json()]).toEqual([413, refused]);
  });

  it('may be of exactly the allowed size', async () => {
    const url = await start({ routes: [measure], settings: { maxFileBytes: 1000 } });
    const response = await send(url, formWith('file', 1000));
    expect(await response.json()).toMatchObject({ code: 0, data: { size: 1000 } });
  });

  it('without a part named file is answered with 400', async () => {
    const url = await start({ routes: [measure] });
    const response = await send(url, formWith('picture', 10));
    expect([response.status, await response.json()]).toEqual([400, refused]);
  });

  it.each([0, 10, 300_000])('of two files, the first of %i bytes, is refused, and no whole body is seen', async (size) => {
    const seen: string[] = [];
    const read: Route = route(upload, async ({ file }) => {
      await buffer(bodyOf(file)).then(() => seen.push('whole'), (error: unknown) => {
        seen.push('broken');
        throw error;
      });
      return { name: '', size: 0 };
    });
    const url = await start({ routes: [read] });
    const form = formWith('file', size);
    form.append('file', new Blob(['second']), 'second.txt');
    const response = await send(url, form);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 4000, msg: expect.stringMatching(/two .*"file".*one/) });
    expect(seen).toEqual(['broken']);
  });

  it('that nobody reads does not hold up the answer', async () => {
    const url = await start({ routes: [route(upload, async () => ({ name: 'unread', size: 0 }))] });
    const response = await send(url, formWith('file', 3_000_000));
    expect(await response.json()).toMatchObject({ code: 0, data: { name: 'unread' } });
  });

  it.each([
    ['JSON', 'application/json', '{}', 415],
    ['a form without a boundary', 'multipart/form-data; x=y', 'x', 400],
    ['a form that breaks off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nhalf', 400],
    ['no form at all', 'multipart/form-data; boundary=b', 'nothing', 400],
    ['nothing', 'multipart/form-data; boundary=b', '', 400],
  ])('as %s is refused', async (_what, type, body, status) => {
    const url = await start({ routes: [measure] });
    const response = await fetch(`${url}/v1/files/upload`, {
      method: 'POST',
      headers: { ...authorization, 'content-type': type },
      body,
    });
    expect([response.status, await response.json()]).toEqual([status, refused]);
  });

  it('that rests is answered with 408', async () => {
    const url = await start({ routes: [measure], settings: { bodyTimeout: 50 } });
    const text =
      `POST /v1/files/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\n` +
      'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n' +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nhalf';
    expect(await answerTo(url, text)).toEqual({ status: 408, body: refused });
  });
});
