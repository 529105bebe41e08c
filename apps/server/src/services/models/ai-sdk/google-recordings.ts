import type { VendorRecordings } from '../cases.ts';
import type { Recording } from '../testing/replay-server.ts';

/** Replies in the format of Google's `streamGenerateContent`. */

function chunk(parts: readonly object[], fields: object = {}): string {
  const body = {
    candidates: [{ content: { parts, role: 'model' }, index: 0, ...fields }],
    usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 5, totalTokenCount: 16 },
    modelVersion: 'gemini-x',
    responseId: 'r1',
  };
  return `data: ${JSON.stringify(body)}\r\n\r\n`;
}

function text(piece: string): string {
  return chunk([{ text: piece }]);
}

function ending(finishReason: string): string {
  return chunk([{ text: '' }], { finishReason });
}

function failure(code: number, status: string, message: string, headers: Record<string, string> = {}): Recording {
  return { status: code, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, chunks: [JSON.stringify({ error: { code, message, status } }, undefined, 2)] };
}

export const googleRecordings: VendorRecordings = {
  text: { chunks: [text('Hello, '), text('世'), text('界!'), ending('STOP')] },
  reasoning: { chunks: [chunk([{ text: 'The user ', thought: true }]), chunk([{ text: 'greets.', thought: true }]), text('Hi'), ending('STOP')] },
  toolCalls: {
    chunks: [
      chunk([{ functionCall: { name: 'weather', args: { city: '北京' } }, thoughtSignature: 'c2ln' }, { functionCall: { name: 'clock', args: {} } }]),
      ending('STOP'),
    ],
  },
  tooLong: { chunks: [text('Hello'), ending('MAX_TOKENS')] },
  broken: { chunks: [text('Hello, ')], ending: 'break' },
  errors: {
    authentication: failure(400, 'INVALID_ARGUMENT', 'API key not valid: secret-key-12345. Please pass a valid API key.'),
    notFound: failure(404, 'NOT_FOUND', 'models/gemini-x is not found for API version v1beta.'),
    rateLimited: failure(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (requests per minute).', { 'retry-after': '7' }),
    contextTooLong: failure(400, 'INVALID_ARGUMENT', 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).'),
    failed: failure(500, 'INTERNAL', 'An internal error has occurred.'),
    inStream: { chunks: [text('Hel'), `data: ${JSON.stringify({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } })}\r\n\r\n`] },
  },
  picturesIn: (body) => [...body.matchAll(/"inlineData":\{"mimeType":"image\/png","data":"([^"]*)"/g)].map(([, data = '']) => data),
  toolResultsIn: (body) => [...body.matchAll(/"functionResponse":\{[^{]*"response":\{"name":"weather","content":"([^"]*)"/g)].map(([, result = '']) => result),
};
