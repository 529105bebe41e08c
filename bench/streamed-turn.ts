import type { Dispatcher } from 'undici';

/** What a streamed turn took, in milliseconds since it was sent (or was due). */
export interface TurnTimes {
  /** To the first bytes of the first event. */
  readonly firstEvent: number;
  /** To the first piece of the answer. */
  readonly firstDelta: number;
  readonly total: number;
}

const FIRST_DELTA = 'event:conversation.message.delta';
const END = 'event:done\ndata:"[DONE]"\n\n';

/** Sends a request and reads its events to the end. Throws where they are not those of a finished turn. */
export function streamTurn(
  dispatcher: Dispatcher,
  request: { readonly path: string; readonly headers: Record<string, string>; readonly body: string },
  since = performance.now(),
): Promise<TurnTimes> {
  return new Promise((resolve, reject) => {
    let text = '';
    let firstEvent = 0;
    let firstDelta = 0;
    dispatcher.dispatch(
      { ...request, method: 'POST' },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData(_controller, chunk) {
          const now = performance.now();
          if (text === '') firstEvent = now - since;
          text += chunk.toString('latin1');
          if (firstDelta === 0 && text.includes(FIRST_DELTA)) firstDelta = now - since;
        },
        onResponseEnd() {
          const total = performance.now() - since;
          if (firstDelta > 0 && text.endsWith(END) && !text.includes('event:conversation.chat.failed')) {
            resolve({ firstEvent, firstDelta, total });
          } else reject(new Error(`A turn did not finish: ${text.slice(-500)}`));
        },
        onResponseError(_controller, error) {
          reject(error);
        },
      },
    );
  });
}
