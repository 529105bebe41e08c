import type { Download } from '#kernel/route.ts';
import { apiHeaders } from './answers.ts';

/** Pictures that a page may show; everything else is only kept. */
const SHOWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/**
 * The headers of a file that somebody uploaded: whatever it holds, no browser runs it as a page of this
 * server. A picture may be shown by this server's own pages, and is kept by the browser of its reader for a while.
 */
export function downloadHeaders({ size, fileName, mediaType }: Download): Record<string, string | number> {
  return {
    ...apiHeaders,
    'content-type': SHOWN.has(mediaType) ? mediaType : 'application/octet-stream',
    'content-length': size,
    'content-disposition': `attachment; filename="${plain(fileName)}"; filename*=UTF-8''${encoded(fileName)}`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=300',
  };
}

/** A name for clients that know no other than ASCII. */
function plain(fileName: string): string {
  return fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
}

/** A name in UTF-8, as RFC 8187 has it. */
function encoded(fileName: string): string {
  return encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
