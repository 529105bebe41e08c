import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Outbound, OutboundRefused, parseAllowList, type OutboundOptions } from './index.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.closeAllConnections() }, server);
  return { server, port: (server.address() as AddressInfo).port };
}

function outbound(options: OutboundOptions): Outbound {
  const made = new Outbound(options);
  open.push(made);
  return made;
}

const toLoopback: OutboundOptions['resolve'] = async () => [{ address: '127.0.0.1', family: 4 }];
const everyAddress = parseAllowList('127.0.0.1');

describe('what is refused', () => {
  it.each(['http://127.0.0.1:8000/', 'http://[::1]:8000/', 'http://2130706433:8000/', 'http://0x7f.1:8000/', 'http://[::ffff:127.0.0.1]:8000/', 'http://169.254.169.254/latest/'])(
    'refuses %s, and says how to allow it',
    async (url) => {
      const failure = await outbound({}).fetch(url).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(OutboundRefused);
      expect(String(failure)).toContain('BUCKLE_OUTBOUND_ALLOW');
    },
  );

  it('refuses a public name that resolves to a private address', async () => {
    const { dispatcher } = outbound({ resolve: async () => [{ address: '10.0.0.7', family: 4 }] });
    const failure = await dispatcher.request({ origin: 'http://public.example', path: '/', method: 'GET' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OutboundRefused);
    expect(failure).toMatchObject({ status: 400, host: 'public.example', address: '10.0.0.7', kind: 'private' });
  });

  it('resolves once: what was checked is what it connects to', async () => {
    const { port } = await serve((_request, response) => response.end('here'));
    const answers = ['127.0.0.1', '10.0.0.7'];
    let asked = 0;
    const { fetch } = outbound({
      allow: everyAddress,
      resolve: async () => [{ address: answers[asked++] ?? '10.0.0.7', family: 4 }],
    });
    expect(await (await fetch(`http://rebinding.example:${port}/`)).text()).toBe('here');
    expect(asked).toBe(1);
  });

  it('leaves out the refused ones of several addresses', async () => {
    const { port } = await serve((_request, response) => response.end('here'));
    const { fetch } = outbound({
      allow: everyAddress,
      resolve: async () => [{ address: '10.0.0.7', family: 4 }, { address: '127.0.0.1', family: 4 }],
    });
    expect(await (await fetch(`http://both.example:${port}/`)).text()).toBe('here');
  });

  it('checks every hop of a redirect', async () => {
    const { port } = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/in' ? 'http://10.0.0.7/' : '/in' }).end();
    });
    const { fetch } = outbound({ allow: everyAddress });
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ name: 'OutboundRefused', address: '10.0.0.7' });
  });
});

describe('what is allowed', () => {
  it('reaches an address only with the client that has leave for it', async () => {
    const { port } = await serve((_request, response) => response.end('ollama'));
    const guarded = outbound({});
    const permitted = guarded.permitting(`127.0.0.1:${port}`);
    expect(await (await permitted.fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ollama');
    await expect(permitted.fetch(`http://127.0.0.1:${port + 1}/`)).rejects.toBeInstanceOf(OutboundRefused);
    await expect(guarded.fetch(`http://127.0.0.1:${port}/`)).rejects.toBeInstanceOf(OutboundRefused);
    expect(guarded.permitting(`127.0.0.1:${port}`)).toBe(permitted);
  });

  it('sends a Request as it is', async () => {
    const { port } = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.end([request.method, request.headers['x-one'], body].join(' '));
    });
    const request = new Request(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'x-one': '1' }, body: 'hello' });
    expect(await (await outbound({ allow: everyAddress }).fetch(request)).text()).toBe('POST 1 hello');
  });
});

describe('a body of a GET', () => {
  const echo: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => response.end(`${request.method} ${request.headers['content-type']} ${Buffer.concat(pieces).toString()}`));
  };

  it('is sent, with the type that it has', async () => {
    const { port } = await serve(echo);
    const { fetch } = outbound({ allow: everyAddress });
    const sent = async (parts: RequestInit) => (await fetch(`http://127.0.0.1:${port}/`, parts)).text();
    expect(await sent({ body: '{"a":1}', headers: { 'content-type': 'application/json' } })).toBe('GET application/json {"a":1}');
    expect(await sent({ body: new URLSearchParams({ a: '1' }) })).toBe('GET application/x-www-form-urlencoded;charset=UTF-8 a=1');
  });

  it('does not follow a redirect to another server', async () => {
    const { port } = await serve(echo);
    const first = await serve((_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end());
    const { fetch } = outbound({ allow: everyAddress });
    const parts: RequestInit = { headers: { 'content-type': 'text/plain' }, body: 'secret' };
    const response = await fetch(`http://127.0.0.1:${first.port}/`, parts);
    expect(await response.text()).toBe('GET text/plain ');
  });
});

describe('limits', () => {
  it('ends a response that is too large', async () => {
    const { port } = await serve((_request, response) => response.end('x'.repeat(5000)));
    const { fetch } = outbound({ allow: everyAddress, limits: { responseBytes: 1000 } });
    await expect(fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).rejects.toThrow('terminated');
  });

  it('ends one that only unpacks to too much', async () => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)));
    });
    const { fetch } = outbound({ allow: everyAddress, limits: { responseBytes: 1000 } });
    await expect(fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).rejects.toThrow('larger than 1000 bytes');
  });

  it('ends one that takes too long as a whole', async () => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200).flushHeaders();
    });
    const { fetch } = outbound({ allow: everyAddress, limits: { total: 50 } });
    await expect(fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).rejects.toThrow('timeout');
  });
});

describe('with a proxy', () => {
  /** A proxy that forwards plain requests and tunnels, and remembers what it was asked for. */
  async function startProxy(targetPort: number): Promise<{ uri: string; asked: string[] }> {
    const asked: string[] = [];
    const { server, port } = await serve((request, response) => {
      asked.push(String(request.url));
      response.end('through the proxy');
    });
    server.on('connect', (request, socket) => {
      asked.push(String(request.url));
      const target = connect(targetPort, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      socket.pipe(target).pipe(socket);
    });
    return { uri: `http://127.0.0.1:${port}`, asked };
  }

  it('sends public targets through it, and names that only it can resolve', async () => {
    const proxy = await startProxy(1);
    const resolve: OutboundOptions['resolve'] = async (host) => {
      if (host === 'public.example') return [{ address: '8.8.8.8', family: 4 }];
      throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    };
    const { fetch } = outbound({ proxy: proxy.uri, resolve });
    expect(await (await fetch('http://public.example/a')).text()).toBe('through the proxy');
    expect(await (await fetch('http://only-there.example/b')).text()).toBe('through the proxy');
    expect(proxy.asked).toEqual(['http://public.example/a', 'http://only-there.example/b']);
  });

  it('still refuses private targets', async () => {
    const proxy = await startProxy(1);
    const { fetch } = outbound({ proxy: proxy.uri, resolve: toLoopback });
    await expect(fetch('http://sly.example/')).rejects.toBeInstanceOf(OutboundRefused);
    await expect(fetch('http://169.254.169.254/')).rejects.toBeInstanceOf(OutboundRefused);
    expect(proxy.asked).toEqual([]);
  });

  it('reaches allowed addresses of the own network straight', async () => {
    const { port } = await serve((_request, response) => response.end('straight'));
    const proxy = await startProxy(port);
    const { fetch } = outbound({ proxy: proxy.uri, allow: everyAddress });
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('straight');
    expect(proxy.asked).toEqual([]);
  });
});
