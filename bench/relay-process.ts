// The limit: asks the model for every request, parses its stream and sends each piece on as an event.
// It does nothing else: no authentication, no validation, no documents.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const modelUrl = new URL(process.argv[2] ?? '');
const pool = new Pool(modelUrl.origin);
const path = `${modelUrl.pathname}/chat/completions`;
const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.setEncoding('utf8');
  let question = '';
  for await (const text of request) question += String(text);
  const { additional_messages: messages } = JSON.parse(question) as { additional_messages: unknown };
  const answer = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'scripted', messages, stream: true }),
  });
  response.writeHead(200, EVENT_STREAM);
  answer.body.setEncoding('utf8');
  let rest = '';
  for await (const text of answer.body) {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    response.write(lines.map(eventOf).join(''));
  }
  response.end('event:done\ndata:"[DONE]"\n\n');
}

function eventOf(line: string): string {
  if (!line.startsWith('data: ') || line === 'data: [DONE]') return '';
  const content = (JSON.parse(line.slice(6)) as Chunk).choices[0]?.delta.content;
  if (content === undefined) return '';
  return `event:conversation.message.delta\ndata:${JSON.stringify({ role: 'assistant', type: 'answer', content, content_type: 'text' })}\n\n`;
}

const server = createServer((request, response) => {
  relay(request, response).catch((error: Error) => response.destroy(error));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
