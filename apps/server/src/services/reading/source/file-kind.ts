import { type Unreadable, unreadable } from '../unreadable.ts';
import { markedEncoding } from './decode-text.ts';

/** What a source is by its first bytes; a `zip` may be docx, pptx, xlsx, epub or none of them. */
export type FileKind = 'pdf' | 'zip' | 'html' | 'markdown' | 'csv' | 'json' | 'text';

/** How many first bytes decide the kind. */
export const SNIFFED_BYTES = 4_100;

/** What a name's ending says; it decides between kinds of text alone, which have no signature. */
const TEXT_ENDINGS: Readonly<Record<string, FileKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
};

/** What to save a file as that is not read, by its ending as `file-type` has it. */
const BETTER_FORMATS: Readonly<Record<string, string>> = { odt: 'docx', ods: 'xlsx', odp: 'pptx', mobi: 'epub' };

const ARCHIVE_ENDINGS = new Set(['zip', 'rar', '7z', 'gz', 'tar', 'bz2', 'xz', 'zst', 'lz', 'cab']);

/**
 * The kind of a source by its first bytes, and between kinds of text by its name: a wrong ending is put right.
 *
 * @throws Unreadable with what to do instead
 */
export async function fileKindOf(head: Uint8Array, fileName: string): Promise<FileKind> {
  if (asLatin(head.subarray(0, 1_024)).trimStart().startsWith('%PDF-')) return 'pdf';
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06])) return 'zip';
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) throw oldOffice(fileName);
  if (asLatin(head.subarray(0, 5)) === '{\\rtf') throw unsupported('rtf', 'text/rtf');
  if (isBinary(head)) {
    // Only now: some signatures are two letters, with which a text may begin too.
    const { fileTypeFromBuffer } = await import('file-type');
    const known = await fileTypeFromBuffer(head);
    if (known) throw unsupported(known.ext, known.mime);
    throw unreadable('type_unknown', {});
  }
  return textKind(head, endingOf(fileName));
}

function textKind(head: Uint8Array, ending: string): FileKind {
  const named = TEXT_ENDINGS[ending];
  const beginning = new TextDecoder(markedEncoding(head) ?? 'utf-8').decode(head).trimStart().slice(0, 200).toLowerCase();
  if (beginning.startsWith('<!doctype html') || beginning.startsWith('<html') || (beginning.startsWith('<?xml') && beginning.includes('<html'))) return 'html';
  return named ?? 'text';
}

function unsupported(type: string, mime: string): Unreadable {
  if (mime.startsWith('image/')) return unreadable('picture_not_read', { type });
  if (ARCHIVE_ENDINGS.has(type)) return unreadable('archive_not_read', { type });
  if (mime.startsWith('audio/') || mime.startsWith('video/')) return unreadable('media_not_read', { type });
  return unreadable('type_not_read', { type, format: BETTER_FORMATS[type] ?? 'docx' });
}

/** A file in Microsoft's old container: doc, xls, ppt, or a newer one behind a password. */
function oldOffice(fileName: string): Unreadable {
  switch (endingOf(fileName)) {
    case 'doc':
    case 'dot':
    case 'wps':
      return unreadable('old_office', { format: 'docx' });
    case 'xls':
    case 'et':
      return unreadable('old_office', { format: 'xlsx' });
    case 'ppt':
    case 'dps':
      return unreadable('old_office', { format: 'pptx' });
    case 'docx':
    case 'xlsx':
    case 'pptx':
      return unreadable('old_office_or_protected', {});
    default:
      return unreadable('old_office', { format: 'docx / xlsx / pptx' });
  }
}

/** Whether bytes are no text in any encoding: text in UTF-16 has a mark, and hardly any text has control characters. */
function isBinary(head: Uint8Array): boolean {
  if (markedEncoding(head) !== undefined) return false;
  return head.includes(0) || head.filter(isControl).length > 4 + head.length / 100;
}

function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 27);
}

function endingOf(fileName: string): string {
  return fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function asLatin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
