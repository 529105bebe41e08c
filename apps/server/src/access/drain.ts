import type { IncomingMessage } from 'node:http';

/** How long a body that nobody wants may go on arriving before its connection is cut, in milliseconds. */
const DRAIN_TIME = 5000;

/**
 * Takes in and drops the rest of a body, so that a client that writes it all before it reads gets
 * its answer; one that goes on for long is cut off.
 */
export function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), DRAIN_TIME);
  const stop = (): void => clearTimeout(timer);
  request.once('end', stop).once('close', stop);
  request.unpipe();
  request.resume();
}
