import { posix } from 'node:path';
import { Parser as HtmlParser } from 'htmlparser2';
import { decodeText } from '../../source/decode-text.ts';
import { unreadable } from '../../unreadable.ts';
import { HtmlBlocks } from '../html-blocks.ts';
import { attribute, readWholeXml } from './read-xml.ts';
import type { ZipParser } from './zip-parser.ts';

/** An e-book: its chapters in the order in which they are read. */
export const parseEpub: ZipParser = async function* (archive, { limits, progress }) {
  let packageFile = '';
  const listen = (open: (name: string, attributes: Readonly<Record<string, string>>) => void): { open: typeof open; close: () => void } => ({ open, close: () => undefined });
  await readWholeXml(
    archive.read('META-INF/container.xml'),
    listen((name, attributes) => {
      if (name === 'rootfile') packageFile ||= attribute(attributes, 'full-path') ?? '';
    }),
    limits,
  );
  const items = new Map<string, string>();
  const order: string[] = [];
  await readWholeXml(
    archive.read(packageFile),
    listen((name, attributes) => {
      if (name === 'item') items.set(attributes['id'] ?? '', posix.join(posix.dirname(packageFile), decoded(attributes['href'] ?? '')));
      else if (name === 'itemref') order.push(attributes['idref'] ?? '');
    }),
    limits,
  );
  const chapters = order.flatMap((id) => items.get(id) ?? []).filter((name) => archive.has(name));
  if (chapters.length === 0) throw unreadable('book_without_chapters', {});
  const protectedFiles = await archive.text('META-INF/encryption.xml');
  if (chapters.some((name) => protectedFiles.includes(`"${name}"`))) throw unreadable('book_protected', {});
  for (const [index, chapter] of chapters.entries()) {
    const blocks = new HtmlBlocks(limits);
    const parser = new HtmlParser(blocks.handler, { decodeEntities: true, lowerCaseTags: true, recognizeSelfClosing: true });
    for await (const text of decodeText(archive.read(chapter))) {
      parser.write(text);
      yield blocks.take();
    }
    parser.end();
    blocks.end();
    progress((index + 1) / chapters.length);
    yield blocks.take();
  }
};

/** A name in a package is written as in an address. */
function decoded(reference: string): string {
  const [path = ''] = reference.split('#');
  try {
    return decodeURIComponent(path);
  } catch (error) {
    // It was not: then it is the name itself.
    if (error instanceof URIError) return path;
    throw error;
  }
}
