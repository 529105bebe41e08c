import type { VendorRecordings } from '../cases.ts';
import type { Recording } from '../testing/replay-server.ts';

/** Replies in the format of Anthropic's messages API. */

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function delta(index: number, fields: object): string {
  return event('content_block_delta', { index, delta: fields });
}

function block(index: number, content: object, deltas: readonly object[]): string[] {
  return [event('content_block_start', { index, content_block: content }), ...deltas.map((fields) => delta(index, fields)), event('content_block_stop', { index })];
}

function text(index: number, ...pieces: readonly string[]): string[] {
  return block(index, { type: 'text', text: '' }, pieces.map((piece) => ({ type: 'text_delta', text: piece })));
}

function toolUse(index: number, id: string, name: string, ...pieces: readonly string[]): string[] {
  return block(index, { type: 'tool_use', id, name, input: {} }, pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })));
}

function ending(stopReason: string): string[] {
  return [event('message_delta', { delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens: 5 } }), event('message_stop', {})];
}

function failure(status: number, type: string, message: string, headers: Record<string, string> = {}): Recording {
  const body = { type: 'error', error: { type, message }, request_id: 'req_1' };
  return { status, headers: { 'content-type': 'application/json', ...headers }, chunks: [JSON.stringify(body)] };
}

const BEGIN = [
  event('message_start', {
    message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-x', content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 11, output_tokens: 1 } },
  }),
  event('ping', {}),
];

export const anthropicRecordings: VendorRecordings = {
  text: { chunks: [...BEGIN, ...text(0, 'Hello, ', '世', '界!'), ...ending('end_turn')] },
  reasoning: {
    chunks: [
      ...BEGIN,
      ...block(0, { type: 'thinking', thinking: '', signature: '' }, [
        { type: 'thinking_delta', thinking: 'The user ' },
        { type: 'thinking_delta', thinking: 'greets.' },
        { type: 'signature_delta', signature: 'c2lnbmF0dXJl' },
      ]),
      ...text(1, 'Hi'),
      ...ending('end_turn'),
    ],
  },
  toolCalls: { chunks: [...BEGIN, ...toolUse(0, 'toolu_a', 'weather', '', '{"city"', ': "北京"}'), ...toolUse(1, 'toolu_b', 'clock', ''), ...ending('tool_use')] },
  tooLong: { chunks: [...BEGIN, ...text(0, 'Hello'), ...ending('max_tokens')] },
  broken: {
    chunks: [...BEGIN, event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }), delta(0, { type: 'text_delta', text: 'Hello, ' })],
    ending: 'break',
  },
  errors: {
    authentication: failure(401, 'authentication_error', 'invalid x-api-key secret-key-12345'),
    notFound: failure(404, 'not_found_error', 'model: claude-x'),
    rateLimited: failure(429, 'rate_limit_error', 'This request would exceed the rate limit of your organization.', { 'retry-after': '7' }),
    contextTooLong: failure(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    failed: failure(500, 'api_error', 'Internal server error'),
    inStream: {
      chunks: [
        ...BEGIN,
        event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
        delta(0, { type: 'text_delta', text: 'Hel' }),
        event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
      ],
    },
  },
  picturesIn: (body) => [...body.matchAll(/"media_type":"image\/png","data":"([^"]*)"/g)].map(([, data = '']) => data),
  toolResultsIn: (body) => [...body.matchAll(/"type":"tool_result","tool_use_id":"call_1","content":"([^"]*)"/g)].map(([, result = '']) => result),
};
