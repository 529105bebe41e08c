import { collect } from '../../source/collect.ts';
import { unreadable } from '../../unreadable.ts';
import type { Block } from '../block.ts';
import type { Parser, ParserSource } from '../parser.ts';
import { ZipArchive } from './zip-archive.ts';

/** Reads a document that is a package of files. */
export type ZipParser = (archive: ZipArchive, source: ParserSource) => AsyncIterable<readonly Block[]>;

/** Word, PowerPoint, Excel and epub are all zips; which one it is, is told by what is in it, whatever its name says. */
export const parseZip: Parser = async function* (source) {
  const archive = await ZipArchive.open(await collect(source.chunks, source.limits.heldBytes), source.limits);
  source.progress(0);
  const parse = await chooseZipParser(archive);
  yield* parse(archive, source);
};

async function chooseZipParser(archive: ZipArchive): Promise<ZipParser> {
  const { names } = archive;
  if (names.some((name) => /^word\/document\d*\.xml$/.test(name))) return (await import('./docx.ts')).parseDocx;
  if (archive.has('xl/workbook.xml')) return (await import('./xlsx.ts')).parseXlsx;
  if (archive.has('ppt/presentation.xml')) return (await import('./pptx.ts')).parsePptx;
  if (archive.has('META-INF/container.xml')) return (await import('./epub.ts')).parseEpub;
  if (archive.has('xl/workbook.bin')) throw unreadable('binary_workbook', {});
  if (archive.has('content.xml')) throw unreadable('open_document', {});
  if (archive.has('Index/Document.iwa')) throw unreadable('apple_document', {});
  throw unreadable('archive_not_read', { type: 'zip' });
}
