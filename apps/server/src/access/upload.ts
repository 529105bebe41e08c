import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BadRequest } from '#kernel/errors.ts';
import type { IncomingFile } from '#kernel/route.ts';

/** Limits of an upload. */
export interface UploadLimits {
  /** Bytes of the file. */
  readonly maxBytes: number;
  /** How long the upload may rest between two pieces, in milliseconds. */
  readonly timeout: number;
}

/** What precedes the file in a form is small: a few fields, which we ignore. */
const formLimits = { fields: 16, fieldSize: 64 * 1024, parts: 20, headerPairs: 40, headerSize: 16 * 1024 };

/**
 * Finds the part `file` of a multipart form and hands it over while it still arrives. Its body fails
 * with `BadRequest` when it is larger than allowed (413), rests too long (408), breaks off, or is
 * followed by another such part (400).
 * Throws `BadRequest` when the form holds no such part (400) or is no form (415).
 */
export function readUpload(request: IncomingMessage, limits: UploadLimits): Promise<IncomingFile> {
  const form = openForm(request, limits.maxBytes);
  return new Promise((resolve, reject) => {
    let body: PassThrough | undefined;
    const fail = (error: BadRequest): void => {
      request.unpipe(form);
      body?.destroy(error);
      reject(error);
    };
    const onClose = (): void => {
      if (!request.readableEnded) fail(new BadRequest('The connection ended before the upload was complete.'));
    };
    const watch = watchProgress(request, limits.timeout, () => {
      fail(new BadRequest(`The upload rested for more than ${limits.timeout / 1000} s.`, { status: 408 }));
    });
    form.on('file', (field, part, fileName) => {
      // The parser fails the part too when it fails itself, which is where we hear of it.
      part.on('error', (error) => fail(malformed(error)));
      if (field === 'file' && body) fail(new BadRequest('The form holds two parts named "file": send one file a call.'));
      if (field !== 'file' || body) {
        part.resume();
        return;
      }
      body = new PassThrough();
      // Who reads the body meets the error; where nobody does, the refusal of the request tells.
      body.on('error', () => part.resume());
      part.on('limit', () => {
        fail(new BadRequest(`The file is larger than ${limits.maxBytes} bytes.`, { status: 413 }));
      });
      // It ends with the form: whoever has read it whole knows that no second file came after it.
      part.pipe(body, { end: false });
      resolve({ fileName: fileName ?? '', body });
    });
    form.on('error', (error) => fail(malformed(error)));
    form.on('finish', () => {
      if (body) body.end();
      else fail(new BadRequest('The form must hold the upload in a part named "file", with a file name.'));
    });
    form.on('unpipe', () => {
      clearInterval(watch);
      request.off('close', onClose);
    });
    request.on('close', onClose);
    request.pipe(form);
  });
}

function malformed(error: unknown): BadRequest {
  return new BadRequest('The multipart form is malformed or incomplete.', { cause: error });
}

function openForm(request: IncomingMessage, maxBytes: number): BusboyInstance {
  const type = request.headers['content-type'];
  if (type === undefined || !/^multipart\/form-data\s*;/i.test(type)) {
    throw new BadRequest('Send the file as multipart/form-data, in a part named "file".', { status: 415 });
  }
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: { ...formLimits, fileSize: maxBytes },
    });
  } catch (error) {
    throw new BadRequest('The multipart form names no boundary in its Content-Type.', { cause: error });
  }
}

/** Calls `onRest` once no byte has come in for `timeout` while the reader was ready for more. */
function watchProgress(request: IncomingMessage, timeout: number, onRest: () => void): NodeJS.Timeout {
  let seen = request.socket.bytesRead;
  return setInterval(() => {
    // While our own reader is busy the request is paused, and its silence is not the client's.
    if (request.socket.bytesRead === seen && !request.isPaused()) onRest();
    seen = request.socket.bytesRead;
  }, timeout);
}
