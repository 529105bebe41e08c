import { fileTypeFromBuffer } from 'file-type';

/** How many first bytes of a file decide its type. */
export const SNIFFED_BYTES = 4_100;

/** What text of a name's ending is called; everything else that reads as text is plain text. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
};

/**
 * The media type of a file by its first bytes. A name decides only between kinds of text, which have
 * no signature: a program called `picture.png` is not a picture.
 */
export async function sniffMediaType(head: Uint8Array, fileName: string): Promise<string> {
  const known = await fileTypeFromBuffer(head);
  if (known) return known.mime;
  if (!isText(head)) return 'application/octet-stream';
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return TEXT_TYPES[ending] ?? 'text/plain';
}

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    // As a stream, since the last character may be cut through.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
