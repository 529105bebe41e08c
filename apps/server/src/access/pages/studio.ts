import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { serveOtherMethods } from '../routing.ts';
import { builtFile } from './built-file.ts';
import { readPreloads } from './preloads.ts';

/** Where the built studio is. */
export interface StudioPlace {
  /** The folder that `apps/studio/build/run.ts` has made; it may be missing. */
  readonly folder?: string;
  /** The origin of a CDN that passes `/studio/` on from this server; absent where browsers come here. */
  readonly assetsUrl?: string;
  /** Whether search engines may list the share page with this slug. */
  readonly isListed: (slug: string) => Promise<boolean>;
}

/** The share pages. */
const SHARED = '/s/*';
/** The paths whose page is the studio: those of its routes (`apps/studio/src/app/router.tsx`). */
const PATHS = ['/', '/setup', '/sign-in', '/register', '/reset-password', '/account', '/account/*', '/w/*', '/instance/*', SHARED, '/oauth/consent', '/device'];

/** In the page as built: where a new value stands at every answer, and where its files are. */
const NONCE = '__NONCE__';
const ASSETS = './studio/';

const YEAR = 365 * 24 * 3600;

const notBuilt = `Buckle is running, without its studio: that has not been built here. "npm start" builds it.
The API is described at /docs/api.
`;

/**
 * Serves the studio: its page under every path of its routes, and its files, whose names change with
 * their contents, for a year. Where it has not been built, says so at `/`.
 */
export async function serveStudio(pages: FastifyInstance, { folder, assetsUrl = '', isListed }: StudioPlace): Promise<void> {
  const built = folder === undefined ? undefined : await builtFile(folder, 'index.html');
  if (folder === undefined || built === undefined) {
    pages.get('/', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(notBuilt));
    serveOtherMethods(pages, '/', new Set(['GET']));
    return;
  }
  const page = built.replaceAll(ASSETS, `${assetsUrl}/studio/`);
  const preloads = await readPreloads(folder, `${assetsUrl}/`);
  for (const url of PATHS) {
    pages.get<{ Params: { '*'?: string } }>(url, async (request, reply) => {
      // The page says so itself, but not to who reads it without running its scripts.
      if (url === SHARED && !(await isListed(request.params['*'] ?? ''))) reply.header('x-robots-tag', 'noindex');
      const nonce = randomBytes(16).toString('base64');
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', contentSecurityPolicy(nonce, assetsUrl))
        .send(page.replaceAll(NONCE, nonce).replace('</head>', `${preloads(pathOf(request.url), request.headers['accept-language'], request.headers.cookie !== undefined)}$&`));
    });
    serveOtherMethods(pages, url, new Set(['GET']));
  }
  await pages.register(serveFiles, {
    root: join(folder, 'studio'),
    prefix: '/studio/',
    wildcard: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: YEAR * 1000,
    // A page of this server loads them from a CDN under its rules for other origins.
    setHeaders: (reply) => void reply.header('access-control-allow-origin', '*'),
  });
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** Scripts are files alone. Styles are files, and those that Ant Design makes in the browser, by the nonce. */
function contentSecurityPolicy(nonce: string, assetsUrl: string): string {
  const files = assetsUrl === '' ? "'self'" : `'self' ${assetsUrl}`;
  return [
    "default-src 'none'",
    `script-src ${files}`,
    `style-src ${files} 'nonce-${nonce}'`,
    `img-src ${files} data: blob:`,
    `font-src ${files}`,
    "media-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
