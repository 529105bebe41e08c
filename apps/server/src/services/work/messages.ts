import type { Cache } from '#data/cache/port.ts';
import type { Queue } from '#data/queue/port.ts';
import type { Logger } from '#kernel/logger.ts';

/** The topic that wakes workers, and the channels on which owners hear of cancels and of what was given to their work. */
export const WORK_TOPIC = 'work';
export const CANCEL_CHANNEL = 'work/cancel';
export const GIVEN_CHANNEL = 'work/given';

interface MessageDependencies {
  readonly queue: Queue;
  readonly cache: Cache;
  readonly logger: Logger;
}

/** Wakes a worker for queued work. */
export function sendWake({ queue, logger }: MessageDependencies, id: string): Promise<void> {
  return tell(logger, () => queue.publish(WORK_TOPIC, id));
}

/** Tells the process that runs work that its cancel is asked for. */
export function sendCancel({ cache, logger }: MessageDependencies, id: string): Promise<void> {
  return tell(logger, () => cache.publish(CANCEL_CHANNEL, id));
}

/** Tells the process that runs work that something was given to it. */
export function sendGiven({ cache, logger }: MessageDependencies, id: string): Promise<void> {
  return tell(logger, () => cache.publish(GIVEN_CHANNEL, id));
}

/** Sends a message that only saves time, since what it says stands in the documents: a failure is no error. */
async function tell(logger: Logger, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    logger.warn({ err: error }, 'a message about durable work could not be sent');
  }
}
