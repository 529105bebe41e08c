/** The most bytes that one UTF-16 unit takes, alone or as half of a pair. */
export const UNIT_BYTES = 3;

const REPLACEMENT = 0xfffd;

/**
 * Writes a part of a text in UTF-8 to a place among bytes, which have room for it, and returns where it ends. Half of a pair
 * becomes U+FFFD, as everywhere. Node's own need a string of the part, which costs ten times as much where it is a word.
 */
export function writeUtf8(bytes: Uint8Array, place: number, text: string, from: number, to: number): number {
  let end = place;
  for (let at = from; at < to; at += 1) {
    let code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdfff) {
      const pair = at + 1 < to ? (text.codePointAt(at) ?? 0) : 0;
      if (pair > 0xffff) at += 1;
      code = pair > 0xffff ? pair : REPLACEMENT;
    }
    if (code < 0x80) {
      bytes[end++] = code;
    } else if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
      bytes[end++] = 0x80 | (code & 0x3f);
    } else if (code < 0x1_0000) {
      bytes[end++] = 0xe0 | (code >> 12);
      bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[end++] = 0x80 | (code & 0x3f);
    } else {
      bytes[end++] = 0xf0 | (code >> 18);
      bytes[end++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[end++] = 0x80 | (code & 0x3f);
    }
  }
  return end;
}
