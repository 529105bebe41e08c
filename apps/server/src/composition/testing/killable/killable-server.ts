import { pino } from 'pino';
import type { ServerTool } from '#application/conversations/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { readSettings } from '../../../config.ts';
import { openDataLayer } from '../../data-layer.ts';
import { startServer } from '../../server.ts';

/**
 * The server that is killed again and again: with a tool that counts its calls outside of it, and on
 * the documents that `BUCKLE_TEST_STOP_AFTER` may tell to stop for good after so many commits, each
 * of one document, whereupon the process kills itself.
 */
const counterUrl = process.env['BUCKLE_TEST_COUNTER_URL'] ?? '';
const stopAfter = process.env['BUCKLE_TEST_STOP_AFTER'];
const settings = readSettings(process.env);

const countTool: ServerTool = {
  definition: {
    name: 'count',
    description: 'Counts.',
    parameters: { type: 'object', properties: { subject: { type: 'string' } }, required: ['subject'] },
  },
  async run({ arguments: given, idempotencyKey, signal }) {
    const response = await fetch(counterUrl, {
      method: 'POST',
      headers: { 'idempotency-key': idempotencyKey },
      body: String(given['subject']),
      signal,
    });
    return response.text();
  },
};

const server = await startServer(settings, {
  logger: pino({ level: 'warn' }, pino.destination(2)),
  onExpelled: () => process.exit(1),
  toolSources: [{ toolsOf: () => Promise.resolve([countTool]) }],
  ...(stopAfter === undefined ? {} : { openData: openOneAtATime(Number(stopAfter)) }),
});
// Whoever killed this server may be gone itself.
process.stdout.on('error', () => process.exit(1));
process.stdout.write(`ready ${server.address}\n`);

function openOneAtATime(commits: number): typeof openDataLayer {
  return (...args) =>
    openDataLayer(args[0], args[1], args[2], async (path) => {
      const documents = await new Disk(path).open({ stopAfter: commits });
      void documents.stopped.then(() => process.kill(process.pid, 'SIGKILL'));
      return documents;
    });
}
