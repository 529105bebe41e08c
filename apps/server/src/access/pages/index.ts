import { fileURLToPath } from 'node:url';
import serveFiles from '@fastify/static';
import type { OpenApiDocument } from '@buckle/contract';
import type { FastifyInstance } from 'fastify';
import type { HostCheck } from '../hosts.ts';
import { serveOtherMethods } from '../routing.ts';
import { docsPage } from './docs-page.ts';
import { homePage } from './home-page.ts';
import { languageOf } from './html.ts';
import { setupPage } from './setup-page.ts';

/** Pages run only what this server serves as a file, and no other site may frame them. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Longest set-up token that the form passes on. */
const MAX_TOKEN = 200;

/** Serves the pages, their files, `/openapi.json` and its viewer at `/docs/api`. */
export async function servePages(app: FastifyInstance, document: OpenApiDocument, hosts: HostCheck): Promise<void> {
  const openApi = JSON.stringify(document);

  await app.register(async (pages) => {
    pages.addHook('onRequest', (request, reply, done) => {
      hosts.check(request.host);
      reply.headers(pageHeaders);
      done();
    });
    pages.get('/', async (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(homePage(language));
    });
    pages.get('/setup', async (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(setupPage(language, tokenIn(request.query)));
    });
    pages.get('/docs/api', async (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage));
    pages.get('/openapi.json', async (_request, reply) => {
      return reply.type('application/json; charset=utf-8').header('access-control-allow-origin', '*').send(openApi);
    });
    await pages.register(serveFiles, {
      root: fileURLToPath(new URL('./assets/', import.meta.url)),
      prefix: '/assets/',
      wildcard: false,
      decorateReply: false,
    });
    await pages.register(serveFiles, {
      root: fileURLToPath(new URL('./static/', import.meta.resolve('@fastify/swagger-ui'))),
      prefix: '/docs/api/static/',
      wildcard: false,
      decorateReply: false,
      allowedPath: (path) => path === '/swagger-ui.css' || path === '/swagger-ui-bundle.js',
    });
    for (const url of ['/', '/setup', '/docs/api', '/openapi.json']) serveOtherMethods(pages, url, new Set(['GET']));
  });
}

function tokenIn(query: unknown): string {
  const token = typeof query === 'object' && query !== null && 'token' in query ? query.token : undefined;
  return typeof token === 'string' ? token.slice(0, MAX_TOKEN) : '';
}
