import { describe, expect, it } from 'vitest';
import { testGateway } from '../testing/gateway.ts';
import { languageOf } from './html.ts';

describe('the pages', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'Buckle 正在运行', 'zh-CN'],
    ['en-US,en;q=0.9,zh;q=0.5', 'Buckle is running', 'en'],
  ])('greet a reader of %s', async (language, title, lang) => {
    const { app } = await testGateway();
    const response = await app.inject({ url: '/', headers: { 'accept-language': language } });
    expect(response.body).toContain(`<h1>${title}</h1>`);
    expect(response.body).toContain(`<html lang="${lang}">`);
    expect(response.body).toContain('href="/docs/api"');
  });

  it('carry no script or style of their own, and their policy allows none', async () => {
    const { app } = await testGateway();
    for (const url of ['/', '/setup?token=x', '/docs/api']) {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(200);
      expect(response.body).not.toMatch(/<style|<script>|\son\w+=|style=/);
      expect(response.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(response.headers['content-security-policy']).not.toContain('unsafe');
      expect(response.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('refer only to files that are served', async () => {
    const { app } = await testGateway();
    for (const url of ['/', '/setup', '/docs/api']) {
      const { body } = await app.inject(url);
      const references = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => reference ?? '');
      expect(references.length).toBeGreaterThan(1);
      for (const reference of references) expect((await app.inject(reference)).statusCode).toBe(200);
    }
  });

  it('put a token into the form as text', async () => {
    const { app } = await testGateway();
    const { body } = await app.inject(`/setup?token=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(body).toContain('data-token="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('serve no file outside their folders', async () => {
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

describe('the language of a reader', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['zh', 'zh'],
    ['fr, zh-TW;q=0.3', 'zh'],
    ['zh;q=0.1, en;q=0.2', 'en'],
    ['zh;q=0', 'en'],
  ])('that asks for %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
