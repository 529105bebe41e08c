import type { VendorRecordings } from '../cases.ts';
import type { Recording } from '../testing/replay-server.ts';

/** Replies in OpenAI's chat completions format, with the habits of the vendors that speak it. */

function chunk(fields: object): string {
  const head = { id: 'chatcmpl-B9', object: 'chat.completion.chunk', created: 1_767_225_600, model: 'gpt-x', service_tier: 'default' };
  return `data: ${JSON.stringify({ ...head, ...fields })}\n\n`;
}

function delta(fields: object, finishReason: string | null = null): string {
  return chunk({ choices: [{ index: 0, delta: fields, logprobs: null, finish_reason: finishReason }], usage: null });
}

function failure(status: number, error: object, headers: Record<string, string> = {}): Recording {
  return { status, headers: { 'content-type': 'application/json', ...headers }, chunks: [JSON.stringify({ error })] };
}

const DONE = 'data: [DONE]\n\n';
const BEGIN = delta({ role: 'assistant', content: '', refusal: null });
const USAGE = chunk({ choices: [], usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 } });

export const openaiRecordings: VendorRecordings = {
  text: { chunks: [BEGIN, delta({ content: 'Hello, ' }), delta({ content: '世' }), delta({ content: '界!' }), delta({}, 'stop'), USAGE, DONE] },
  reasoning: {
    chunks: [
      BEGIN,
      delta({ content: null, reasoning_content: 'The user ' }),
      delta({ content: null, reasoning_content: 'greets.' }),
      delta({ content: 'Hi', reasoning_content: null }),
      delta({ content: '' }, 'stop'),
      USAGE,
      DONE,
    ],
  },
  toolCalls: {
    chunks: [
      BEGIN,
      delta({ tool_calls: [{ index: 0, id: 'call_a', type: 'function', function: { name: 'weather', arguments: '' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{"city"' } }] }),
      delta({ tool_calls: [{ index: 1, id: 'call_b', type: 'function', function: { name: 'clock', arguments: '' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: ':"北京"}' } }] }),
      delta({}, 'tool_calls'),
      USAGE,
      DONE,
    ],
  },
  tooLong: { chunks: [BEGIN, delta({ content: 'Hello' }), delta({}, 'length'), USAGE, DONE] },
  broken: { chunks: [BEGIN, delta({ content: 'Hello, ' })], ending: 'break' },
  errors: {
    authentication: failure(401, { message: 'Incorrect API key provided: secret-key-12345.', type: 'invalid_request_error', param: null, code: 'invalid_api_key' }),
    notFound: failure(404, { message: 'The model `gpt-x` does not exist or you do not have access to it.', type: 'invalid_request_error', param: null, code: 'model_not_found' }),
    rateLimited: failure(429, { message: 'Rate limit reached for gpt-x on requests per min.', type: 'requests', code: 'rate_limit_exceeded' }, { 'retry-after': '7' }),
    contextTooLong: failure(400, { message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' }),
    failed: failure(500, { message: 'The server had an error while processing your request.', type: 'server_error', param: null, code: null }),
    inStream: { chunks: [BEGIN, delta({ content: 'Hel' }), `data: ${JSON.stringify({ error: { message: 'The engine is overloaded.', type: 'server_error', code: 500 } })}\n\n`] },
  },
  picturesIn: (body) => [...body.matchAll(/"image_url":\{"url":"data:image\/png;base64,([^"]*)"/g)].map(([, data = '']) => data),
  toolResultsIn: (body) => [...body.matchAll(/"role":"tool","tool_call_id":"call_1","content":"([^"]*)"/g)].map(([, text = '']) => text),
};
