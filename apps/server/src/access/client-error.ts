import type { Socket } from 'node:net';
import { failureAnswer, JSON_TYPE } from './answers.ts';

interface Complaint {
  readonly status: string;
  readonly message: string;
}

const malformed: Complaint = { status: '400 Bad Request', message: 'The request is not valid HTTP.' };

const complaints: Readonly<Record<string, Complaint>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', message: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    message: 'The headers of the request are too large.',
  },
  HPE_INVALID_URL: {
    status: '400 Bad Request',
    message: 'The address of the request holds characters that must be percent-encoded.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: '413 Payload Too Large',
    message: 'The chunk extensions of the body are too large.',
  },
};

/**
 * Answers bytes that never became a request: no HTTP, too slow, headers too large, a bad
 * `Content-Length`. There is no response object then, only the socket.
 */
export function answerClientError(error: { readonly code?: string }, socket: Socket, logId: string): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, message } = (error.code !== undefined && complaints[error.code]) || malformed;
  const body = failureAnswer(4000, message, logId);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-tt-logid: ${logId}\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`,
  );
}
