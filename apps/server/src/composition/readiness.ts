import { type ReadinessCheck, seldom } from '#access/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Application } from './application.ts';
import type { DataLayer } from './data-layer.ts';

/** The object that is written again and again to see whether files can be, and its content: a block of a disk. */
const PROBE_KEY = 'readiness';
const PROBE = Buffer.alloc(4096);

/**
 * What this process cannot serve without. The data is written for real, since a full disk can still be
 * read; and each time over what was written before, so that it does not grow.
 */
export function readinessChecks(
  { processes }: Pick<Application, 'processes'>,
  { files }: Pick<DataLayer, 'files'>,
  clock: Clock,
  isStarted: () => boolean,
): ReadinessCheck[] {
  return [
    { name: 'documents', check: seldom(() => processes.heartbeat(), clock) },
    { name: 'files', check: seldom(async () => void (await files.put(PROBE_KEY, probe())), clock) },
    { name: 'start', check: async () => checkStarted(isStarted()) },
  ];
}

async function* probe(): AsyncGenerator<Uint8Array> {
  yield PROBE;
}

function checkStarted(isStarted: boolean): void {
  if (!isStarted) throw new Error('the server is still starting');
}
