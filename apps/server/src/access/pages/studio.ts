import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readCookies } from '../cookies.ts';
import { serveOtherMethods } from '../routing.ts';
import { builtFile } from './built-file.ts';
import { escapeHtml } from './escape-html.ts';
import { readFirstSights } from './first-sights.ts';
import { lookOf } from './look.ts';
import { readPreloads } from './preloads.ts';

/** Where the built studio is. */
export interface StudioPlace {
  /** The folder that `apps/studio/build/run.ts` has made; it may be missing. */
  readonly folder?: string;
  /** The origin of a CDN that passes `/studio/` on from this server; absent where browsers come here. */
  readonly assetsUrl?: string;
  /** The cookie of those who have signed in. */
  readonly accessCookie: string;
  /** What the share page with this slug shows to everybody; undefined where it is not there, or asks first who comes. */
  readonly introduce: (slug: string) => Promise<SharedPage | undefined>;
}

interface SharedPage {
  /** Whether search engines may list it. */
  readonly isListed: boolean;
  readonly name: string;
  readonly description: string;
  /** What the bot says first. */
  readonly prologue: string;
}

/** The share pages. */
const SHARED = '/s/*';
/** The paths whose page is the studio: those of its routes (`apps/studio/src/app/router.tsx`). */
const PATHS = ['/', '/setup', '/sign-in', '/register', '/reset-password', '/account', '/account/*', '/w/*', '/instance/*', SHARED, '/oauth/consent', '/device'];

/** In the page as built: where a new value stands at every answer, and where its files are. */
const NONCE = '__NONCE__';
const ASSETS = './studio/';
/** And what depends on who comes, and where to. */
const HTML = '<html lang="en">';
const TITLE = '<title>Buckle</title>';
const ROOT = '<div id="root">';

const YEAR = 365 * 24 * 3600;

const notBuilt = `Buckle is running, without its studio: that has not been built here. "npm start" builds it.
The API is described at /docs/api.
`;

/**
 * Serves the studio: its page under every path of its routes, and its files, whose names change with
 * their contents, for a year. Where it has not been built, says so at `/`.
 */
export async function serveStudio(pages: FastifyInstance, { folder, assetsUrl = '', accessCookie, introduce }: StudioPlace): Promise<void> {
  const built = folder === undefined ? undefined : await builtFile(folder, 'index.html');
  if (folder === undefined || built === undefined) {
    pages.get('/', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(notBuilt));
    serveOtherMethods(pages, '/', new Set(['GET']));
    return;
  }
  const page = built.replaceAll(ASSETS, `${assetsUrl}/studio/`);
  const preloads = await readPreloads(folder, `${assetsUrl}/`);
  const firstSights = await readFirstSights(folder);
  for (const url of PATHS) {
    pages.get<{ Params: { '*'?: string } }>(url, async (request, reply) => {
      const { headers } = request;
      const path = pathOf(request.url);
      const look = lookOf(headers);
      const shared = url === SHARED ? await introduce(request.params['*'] ?? '') : undefined;
      // The page says so itself, but not to who reads it without running its scripts.
      if (url === SHARED && !shared?.isListed) reply.header('x-robots-tag', 'noindex');
      const nonce = randomBytes(16).toString('base64');
      const head = preloads(path, look.language, readCookies(headers.cookie)[accessCookie] !== undefined);
      const sight = firstSights(path, look.language, shared ? textsOf(shared) : {});
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', contentSecurityPolicy(nonce, assetsUrl))
        .send(
          page
            .replaceAll(NONCE, nonce)
            .replace(HTML, `<html lang="${look.language}"${look.theme ? ` data-theme="${look.theme}"` : ''}>`)
            .replace(TITLE, () => (shared ? sharedHead(shared) : TITLE))
            .replace('</head>', `${head}$&`)
            .replace(ROOT, () => sight + ROOT),
        );
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

/** What a shared page is called, also for those who read it without running its scripts, such as who shows a link to it. */
function sharedHead({ isListed, name, description }: SharedPage): string {
  const described = isListed && description !== '' ? `<meta name="description" content="${escapeHtml(description)}">` : '';
  return `<title>${escapeHtml(name)} · Buckle</title>${described}`;
}

/** As the page itself shows it at first (`features/shared-bot/visitor-chat.tsx`, `shared/formatted-text.tsx`). */
function textsOf({ name, description, prologue }: SharedPage): Readonly<Record<string, string>> {
  const [initial = '?'] = name.trim();
  const opening = (prologue.trim() === '' ? description.trim() : prologue).replace(/\*\*|^#+ /gm, '');
  return { name, initial: initial.toUpperCase(), ...(opening !== '' && { opening }) };
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
