// A thread that reads sources, one at a time. See `reading-thread.ts`.
import { parentPort } from 'node:worker_threads';
import { yieldProcessor } from '#kernel/yield-processor.ts';
import { BATCHES_AHEAD, type FromThread, type ToThread } from './messages.ts';
import { readDocument } from './read-document.ts';
import { Unreadable } from './unreadable.ts';

/** How often it says that it is still at work, in milliseconds. */
const SIGN_OF_LIFE = 500;

const port = parentPort;
if (!port) throw new Error('This file is the body of a worker thread.');

yieldProcessor();

/** What came and is not read yet; `undefined` is the end of the source. */
let chunks: (Uint8Array | undefined)[] = [];
let ahead = 0;
let wake: (() => void) | undefined;

port.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'read':
      chunks = [];
      ahead = 0;
      void read(message);
      break;
    case 'chunk':
      chunks.push(message.bytes);
      break;
    case 'taken':
      ahead -= 1;
      break;
  }
  wake?.();
});
say({ type: 'ready' });

async function read({ fileName, size, rules, limits }: Extract<ToThread, { type: 'read' }>): Promise<void> {
  try {
    let said = performance.now();
    for await (const batch of readDocument({ chunks: incoming(), fileName, size }, rules, limits)) {
      if (batch.passages.length > 0) {
        ahead += 1;
        say({ type: 'batch', batch });
        while (ahead >= BATCHES_AHEAD) await woken();
      } else if (performance.now() - said > SIGN_OF_LIFE) {
        say({ type: 'alive' });
      } else {
        continue;
      }
      said = performance.now();
    }
    say({ type: 'end' });
  } catch (error) {
    if (error instanceof Unreadable) say({ type: 'unreadable', reason: error.reason });
    else say({ type: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function* incoming(): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    while (chunks.length === 0) await woken();
    const chunk = chunks.shift();
    if (!chunk) return;
    say({ type: 'more' });
    yield chunk;
  }
}

function woken(): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
  });
}

function say(message: FromThread): void {
  port?.postMessage(message);
}
