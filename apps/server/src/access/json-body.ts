import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { BadRequest } from '#kernel/errors.ts';

/** Limits of a body. */
export interface BodyLimits {
  /** Bytes. */
  readonly maxBytes: number;
  /** Milliseconds from the first look to the last byte. */
  readonly timeout: number;
}

/** No real request nests deeper; what does could exhaust the stack of whoever walks it. */
const MAX_DEPTH = 64;

/**
 * Reads a JSON body; an empty one counts as `{}`. Throws `BadRequest` with 400 for what is no JSON,
 * 408 for one too slow, 413 for one too large, 415 for another content type.
 */
export async function readJsonBody(request: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const text = await readText(request, limits, () => checkType(request));
  return text === '' ? {} : parseJson(text);
}

/**
 * Reads a body as text; `checkType` looks at its type where there is any. Throws `BadRequest` as
 * `readJsonBody` does.
 */
export async function readText(request: IncomingMessage, limits: BodyLimits, checkType: () => void): Promise<string> {
  const bytes = await readRawBody(request, limits);
  if (bytes.length === 0) return '';
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new BadRequest('A compressed body is not accepted: send it without Content-Encoding.', { status: 415 });
  }
  checkType();
  if (!isUtf8(bytes)) throw new BadRequest('The body is not UTF-8.');
  return bytes.toString('utf8');
}

/** Reads a body as it is. Throws `BadRequest` with 408 for one too slow, 413 for one too large. */
export async function readRawBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const length = request.headers['content-length'];
  if (request.headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) return Buffer.alloc(0);
  if (Number(length) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  return readBytes(request, limits);
}

function checkType(request: IncomingMessage): void {
  const type = request.headers['content-type'];
  if (type === undefined || type === 'application/json') return;
  const [media = '', ...parameters] = type.toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isJson = media === 'application/json' || /^application\/[\w.-]+\+json$/.test(media);
  if (isJson && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))) return;
  throw new BadRequest('The body must be JSON in UTF-8: send "Content-Type: application/json".', { status: 415 });
}

function parseJson(text: string): unknown {
  checkDepth(text);
  try {
    return JSON.parse(LONG_NUMBER.test(text) ? withIdsAsText(text) : text);
  } catch (error) {
    // The engine's own message quotes the text around the mistake, which may be a secret.
    throw new BadRequest('The body is not valid JSON.', { cause: error });
  }
}

/** Only a number follows a colon, a bracket or a comma without a quotation mark. */
const LONG_NUMBER = /[:[,]\s*\d{16}/;

/** A field of an id or of several, with what was written as whole numbers: inside of a text, the quotation mark behind a name would be escaped. */
const NUMERIC_IDS = /("\w{0,60}ids?"\s*:\s*)(\d{16,}(?![\d.eE])|\[[\s\d,]*\])/g;

/** A JSON text whose ids are texts: Coze's client for Java writes some as numbers, of which JavaScript would lose the last digits. */
function withIdsAsText(text: string): string {
  return text.replace(NUMERIC_IDS, (_, name: string, ids: string) => name + ids.replace(/\d{16,}/g, '"$&"'));
}

function checkDepth(text: string): void {
  if (text.length <= 2 * MAX_DEPTH) return;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (quoted) {
      if (character === 0x5c) index += 1;
      else if (character === 0x22) quoted = false;
    } else if (character === 0x22) {
      quoted = true;
    } else if (character === 0x7b || character === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new BadRequest(`The body nests deeper than ${MAX_DEPTH} levels.`);
    } else if (character === 0x7d || character === 0x5d) {
      depth -= 1;
    }
  }
}

function readBytes(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const settle = (): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
    };
    const onData = (piece: Buffer): void => {
      size += piece.length;
      if (size > limits.maxBytes) {
        settle();
        request.pause();
        reject(tooLarge(limits.maxBytes));
      } else {
        pieces.push(piece);
      }
    };
    const onEnd = (): void => {
      settle();
      resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size));
    };
    const onBreak = (): void => {
      settle();
      reject(brokenOff());
    };
    if (request.destroyed) {
      reject(brokenOff());
      return;
    }
    const timer = setTimeout(() => {
      settle();
      reject(new BadRequest(`The body did not arrive within ${limits.timeout / 1000} s.`, { status: 408 }));
    }, limits.timeout);
    request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

function brokenOff(): BadRequest {
  return new BadRequest('The connection ended before the body was complete.');
}

function tooLarge(maxBytes: number): BadRequest {
  return new BadRequest(`The body is larger than ${maxBytes} bytes.`, { status: 413 });
}
