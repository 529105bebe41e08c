import { fileURLToPath } from 'node:url';
import serveFiles from '@fastify/static';
import type { OpenApiDocument } from '@buckle/contract';
import type { FastifyInstance } from 'fastify';
import type { HostCheck } from '../hosts.ts';
import { serveOtherMethods } from '../routing.ts';
import { docsPage } from './docs-page.ts';
import { serveStudio, type StudioPlace } from './studio.ts';

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

/** Serves the studio, `/openapi.json`, whose document is made when it is first asked for, and its viewer at `/docs/api`. */
export async function servePages(
  app: FastifyInstance,
  makeDocument: () => OpenApiDocument,
  hosts: HostCheck,
  studio: StudioPlace,
): Promise<void> {
  let openApi: string | undefined;

  await app.register(async (pages) => {
    pages.addHook('onRequest', (request, reply, done) => {
      hosts.check(request.host);
      reply.headers(pageHeaders);
      done();
    });
    await serveStudio(pages, studio);
    pages.get('/docs/api', async (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage));
    pages.get('/openapi.json', async (_request, reply) => {
      openApi ??= JSON.stringify(makeDocument());
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
    for (const url of ['/docs/api', '/openapi.json']) serveOtherMethods(pages, url, new Set(['GET']));
  });
}
