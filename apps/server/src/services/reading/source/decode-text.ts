import { isAscii } from 'node:buffer';
import { guessEncoding } from './guess-encoding.ts';

/** How many bytes from the first that is not ASCII decide the encoding. */
const GUESSED_BYTES = 64 * 1024;
/** Where a document may say which encoding it has. */
const DECLARING_BYTES = 2_048;
/** What no text needs: control characters, and marks of byte order inside. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\0-\u0008\u000b\u000e-\u001f\u007f\ufeff]/g;

/**
 * The text of a stream of bytes, in parts, with `\n` for every kind of line break and without control characters. The encoding is told by its mark, or else
 * by the first bytes that are not ASCII, in doubt as `declared` finds it in the first bytes of all. What cannot be decoded becomes U+FFFD.
 *
 * @param chunks the first one holds at least four bytes, where there are as many
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>, declared?: (head: string) => string | undefined): AsyncGenerator<string, void, undefined> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  /** Bytes whose encoding is not known yet: the first is not ASCII. */
  let unknown: Uint8Array = new Uint8Array(0);
  let carriage = '';
  let isFirst = true;
  let encoding: string | undefined;
  const clean = (text: string): string => {
    let result = carriage + text;
    carriage = '';
    // Most text has neither, and looking for one character is far quicker than replacing.
    if (result.includes('\r')) {
      if (result.endsWith('\r')) {
        carriage = '\r';
        result = result.slice(0, -1);
      }
      result = result.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    }
    if (result.includes('\f')) result = result.replaceAll('\f', '\n\n');
    return CONTROLS.test(result) ? result.replaceAll(CONTROLS, '') : result;
  };
  for await (const chunk of chunks) {
    if (isFirst) {
      isFirst = false;
      const marked = markedEncoding(chunk);
      if (marked) decoder = new TextDecoder(marked);
      encoding = declared?.(latin1(chunk.subarray(0, DECLARING_BYTES)));
    }
    if (!decoder) {
      if (unknown.length === 0) {
        const ascii = asciiLength(chunk);
        if (ascii > 0) yield clean(latin1(chunk.subarray(0, ascii)));
        unknown = chunk.slice(ascii);
      } else {
        unknown = concatenated(unknown, chunk);
      }
      if (unknown.length < GUESSED_BYTES) continue;
      decoder = new TextDecoder(guessEncoding(unknown.subarray(0, GUESSED_BYTES), encoding));
      yield clean(decoder.decode(unknown, { stream: true }));
      continue;
    }
    yield clean(decoder.decode(chunk, { stream: true }));
  }
  if (unknown.length > 0) decoder ??= new TextDecoder(guessEncoding(unknown, encoding));
  if (decoder) yield clean(unknown.length > 0 && unknown.length < GUESSED_BYTES ? decoder.decode(unknown) : decoder.decode());
  if (carriage !== '') yield '\n';
}

/** The encoding that the first bytes of a text name. */
export function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function asciiLength(bytes: Uint8Array): number {
  return isAscii(bytes) ? bytes.length : bytes.findIndex((byte) => byte > 127);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
