import type { Settings } from '../config.ts';
import type { RunningServer } from './server.ts';

/** What a server prints when it serves: where it is, and what to do next. */
export function welcome(server: RunningServer, settings: Settings): string {
  const base = settings.publicUrl ?? server.address;
  const lines = [`Buckle is ready at ${server.address} (process ${process.pid})`];
  if (server.setUpPath !== undefined) {
    lines.push('', 'Choose the e-mail and password of the first account:', `  ${base}${server.setUpPath}`);
  }
  lines.push('', `API reference: ${base}/docs/api`);
  if (server.firstBotId !== undefined) {
    const body = JSON.stringify({
      bot_id: server.firstBotId,
      user_id: 'me',
      stream: true,
      additional_messages: [{ role: 'user', content: 'What is Buckle?', content_type: 'text' }],
    });
    lines.push(
      '',
      'A first conversation, from a second terminal in this folder:',
      `  curl -sN ${server.address}/v3/chat -H "Authorization: Bearer $(npm start --silent -- token)" -H 'Content-Type: application/json' -d '${body}'`,
    );
  }
  return lines.join('\n');
}
