import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway } from '../testing/gateway.ts';

const script = 'console.log("studio");\n'.repeat(100);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'buckle-studio-'));
  mkdirSync(join(folder, 'studio'));
  writeFileSync(
    join(folder, 'index.html'),
    '<html lang="en"><meta property="csp-nonce" nonce="__NONCE__"><title>Buckle</title><script type="module" crossorigin src="./studio/main-1a.js"></script></head><div id="root"></div>',
  );
  writeFileSync(
    join(folder, 'preloads.json'),
    JSON.stringify([
      { path: '^/sign-in$', files: ['studio/entrance-2b.js', 'studio/entrance-3c.css'], words: ['first'], data: [] },
      { path: '^/s/', files: ['studio/shared-4d.js'], words: ['first'], data: [] },
      { path: '^/w/([^/]+)/bots$', files: [], words: ['first'], data: ['/api/workspaces/$1', '/v1/bots?workspace_id=$1&page_num=1'] },
      { path: '^/w/([^/]+)/bots/([^/]+)$', files: [], words: ['first'], data: ['/api/bots/$2/draft?of=$1'] },
      { path: '^/account', files: [], words: ['first', 'rest'], data: [] },
      { language: 'en', words: 'first', files: ['studio/en-5e.js'] },
      { language: 'en', words: 'rest', files: ['studio/en-rest-7a.js'] },
      { language: 'zh-CN', words: 'first', files: ['studio/zh-6f.js'] },
    ]),
  );
  writeFileSync(
    join(folder, 'first-sights.json'),
    JSON.stringify([
      { path: '^/sign-in$', language: 'en', html: '<h1>Sign in</h1>' },
      { path: '^/sign-in$', language: 'zh-CN', html: '<h1>登录</h1>' },
      { path: '^/s/', language: 'en', html: '<h1>{{initial}} {{name}}</h1><p>{{opening}}</p>' },
      { path: '^/s/', language: 'en', html: '<h1>{{name}}</h1>' },
    ]),
  );
  writeFileSync(join(folder, 'stamp'), 'what it was built from');
  writeFileSync(join(folder, 'studio/main-1a.js'), script);
  writeFileSync(join(folder, 'studio/main-1a.js.br'), brotliCompressSync(script));
});
afterAll(() => rmSync(folder, { recursive: true }));

const open = { isListed: true, name: "Shop's <b>", description: 'Helps & "more"', prologue: '' };

const studioGateway = (assetsUrl?: string) =>
  testGateway({ settings: { studioFolder: folder, ...(assetsUrl === undefined ? {} : { assetsUrl }) } });

describe('the studio', () => {
  it.each(['/', '/setup?token=x', '/sign-in', '/w/1/members', '/instance/users', '/s/x'])('is the page at %s, which is asked for every time', async (url) => {
    const { app } = await studioGateway();
    const { statusCode, headers, body } = await app.inject(url);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
    expect(body).toContain('src="/studio/main-1a.js"');
  });

  it('has browsers with a session ask for what a page reads of the API at once, as the path says', async () => {
    const { app } = await studioGateway();
    const asked = async (cookie?: string, url = '/w/12%22/bots') => {
      const { body } = await app.inject({ url, headers: cookie === undefined ? {} : { cookie } });
      return [...body.matchAll(/<link rel="preload" as="fetch" crossorigin href="([^"]+)">/g)].map(([, address]) => address);
    };
    expect(await asked('buckle_access=x')).toEqual(['/api/workspaces/12%2522', '/v1/bots?workspace_id=12%2522&amp;page_num=1']);
    expect(await asked('buckle_access=x', '/w/12/bots/34')).toEqual(['/api/bots/34/draft?of=12']);
    for (const cookie of [undefined, 'buckle_visitor=x']) expect(await asked(cookie)).toEqual([]);
  });

  it('keeps share pages out of search engines, but those that are for everybody', async () => {
    const { app } = await testGateway({ settings: { studioFolder: folder }, introduce: async (slug) => (slug === 'open' ? open : undefined) });
    const tagAt = async (url: string) => (await app.inject(url)).headers['x-robots-tag'];
    expect(await tagAt('/s/open')).toBeUndefined();
    for (const url of ['/s/closed', '/s/open/more', '/s/']) expect(await tagAt(url)).toBe('noindex');
    expect(await tagAt('/')).toBeUndefined();
  });

  it.each([
    ['/sign-in?next=x', 'de, zh-TW;q=0.8, en;q=0.5', ['/studio/entrance-2b.js', '/studio/entrance-3c.css', '/studio/zh-6f.js']],
    ['/s/x', 'de', ['/studio/shared-4d.js', '/studio/en-5e.js']],
    ['/account', 'en-GB', ['/studio/en-5e.js', '/studio/en-rest-7a.js']],
    ['/device', 'en-GB', ['/studio/en-5e.js']],
  ])('lets a browser ask at %s, read in "%s", for all that it needs at once', async (url, language, files) => {
    const { app } = await studioGateway();
    const { body } = await app.inject({ url, headers: { 'accept-language': language } });
    expect([...body.matchAll(/<link rel="(?:modulepreload|stylesheet)" crossorigin href="([^"]+)">/g)].map(([, file]) => file)).toEqual(files);
  });

  it.each([
    ['/sign-in', {}, 'en', '<h1>Sign in</h1>'],
    ['/sign-in?next=x', { 'accept-language': 'de, zh-TW;q=0.8, en' }, 'zh-CN', '<h1>登录</h1>'],
    ['/sign-in', { 'accept-language': 'en', cookie: 'buckle_look=zh-CN.dark' }, 'zh-CN" data-theme="dark', '<h1>登录</h1>'],
    ['/sign-in', { 'accept-language': 'zh', cookie: 'buckle_look=en.' }, 'en', '<h1>Sign in</h1>'],
    ['/sign-in', { cookie: 'buckle_look=%22%3E.%22%3E' }, 'en', '<h1>Sign in</h1>'],
    ['/s/open', {}, 'en', '<h1>S Shop&#39;s &lt;b&gt;</h1><p>Helps &amp; &quot;more&quot;</p>'],
  ])('shows at %s, to who comes with %j, what is known before its scripts have come', async (url, headers, lang, sight) => {
    const { app } = await testGateway({ settings: { studioFolder: folder }, introduce: async () => open });
    const { body } = await app.inject({ url, headers });
    expect(body).toContain(`<html lang="${lang}">`);
    expect(body).toContain(`<div id="first-sight" aria-busy="true">${sight}</div><div id="root">`);
  });

  it('tells of a shared bot what it tells everybody, and of one that asks who comes nothing', async () => {
    const bots: Readonly<Record<string, typeof open>> = { open, linked: { ...open, isListed: false }, silent: { ...open, description: '' } };
    const { app } = await testGateway({ settings: { studioFolder: folder }, introduce: async (slug) => bots[slug] });
    const head = async (slug: string) => /<title>.*<\/title>(?:<meta name="description"[^>]*>)?/.exec((await app.inject(`/s/${slug}`)).body)?.[0];
    expect(await head('open')).toBe('<title>Shop&#39;s &lt;b&gt; · Buckle</title><meta name="description" content="Helps &amp; &quot;more&quot;">');
    expect(await head('linked')).toBe('<title>Shop&#39;s &lt;b&gt; · Buckle</title>');
    expect(await head('closed')).toBe('<title>Buckle</title>');
    expect((await app.inject('/s/silent')).body).toContain('<div id="first-sight" aria-busy="true"><h1>Shop&#39;s &lt;b&gt;</h1></div>');
    expect((await app.inject('/s/closed')).body).not.toContain('first-sight');
  });

  it('has a policy under which only its own files run, and styles that carry the nonce of this answer', async () => {
    const { app } = await studioGateway();
    const nonces = [];
    for (let visit = 0; visit < 2; visit += 1) {
      const { headers, body } = await app.inject('/');
      const nonce = /nonce="([^"]+)"/.exec(body)?.[1];
      nonces.push(nonce);
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]));
      expect(policy.join()).not.toContain('unsafe');
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('lets its files be kept for a year, and sends them compressed as they were built', async () => {
    const { app } = await studioGateway();
    const plain = await app.inject('/studio/main-1a.js');
    expect(plain.body).toBe(script);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.etag).toBeDefined();
    const small = await app.inject({ url: '/studio/main-1a.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.headers['content-type']).toMatch(/javascript/);
    expect(brotliDecompressSync(small.rawPayload).toString()).toBe(script);
  });

  it('takes its files from a CDN where one is set', async () => {
    const { app } = await studioGateway('https://cdn.example.com');
    const { headers, body } = await app.inject('/');
    expect(body).toContain('src="https://cdn.example.com/studio/main-1a.js"');
    expect(headers['content-security-policy']).toContain("script-src 'self' https://cdn.example.com;");
    expect((await app.inject('/studio/main-1a.js')).headers['access-control-allow-origin']).toBe('*');
  });

  it('serves nothing else of its folder', async () => {
    const { app } = await studioGateway();
    for (const url of ['/studio/../stamp', '/studio/%2e%2e/stamp', '/stamp', '/studio/index.html', '/studio/main-2b.js']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });

  it.each(['/api/nothing', '/v1/nothing', '/v3/nothing', '/open_api/nothing', '/openai/nothing', '/nothing'])(
    'is not what %s answers: that stays JSON',
    async (url) => {
      const { app } = await studioGateway();
      const response = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(response.statusCode).toBe(404);
      expect(response.json().code).toBe(4200);
    },
  );

  it('that is not built says so, and the rest is served', async () => {
    for (const settings of [{}, { studioFolder: join(folder, 'missing') }]) {
      const { app } = await testGateway({ settings });
      const { statusCode, body } = await app.inject('/');
      expect(statusCode).toBe(200);
      expect(body).toContain('has not been built');
      expect((await app.inject('/openapi.json')).statusCode).toBe(200);
    }
  });
});

describe('/docs/api', () => {
  it('carries no script or style of its own, and its policy allows none', async () => {
    const { app } = await testGateway();
    const { statusCode, body, headers } = await app.inject('/docs/api');
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(/<style|<script>|\son\w+=|style=/);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('refers only to files that are served', async () => {
    const { app } = await testGateway();
    const { body } = await app.inject('/docs/api');
    const references = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(1);
    for (const reference of references) expect((await app.inject(reference)).statusCode).toBe(200);
  });

  it('serves no file outside its folders', async () => {
    const { app } = await testGateway();
    for (const url of ['/assets/../index.ts', '/assets/%2e%2e/index.ts', '/docs/api/static/index.html']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });
});

describe('/openapi.json', () => {
  it('describes the routes that are served', async () => {
    const { app } = await testGateway();
    const document = (await app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/v1/echo/{echo_id}'].post.operationId).toBe('echo');
  });
});
