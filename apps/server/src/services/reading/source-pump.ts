import { CHUNKS_AHEAD } from './messages.ts';

/** Brings the source to the thread, as fast as it asks. */
export class SourcePump {
  /** How many were sent. */
  bytes = 0;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #send: (bytes: Uint8Array<ArrayBuffer> | undefined) => void;
  readonly #fail: (error: Error) => void;
  #wanted = 0;
  /** Chunks that the thread has and did not use up. */
  #there = 0;
  #isPumping = false;
  #isOver = false;

  constructor(body: AsyncIterator<Uint8Array>, send: (bytes: Uint8Array<ArrayBuffer> | undefined) => void, fail: (error: Error) => void) {
    this.#body = body;
    this.#send = send;
    this.#fail = fail;
  }

  /** Whether the thread has nothing to read. */
  get isBehind(): boolean {
    return this.#there === 0 && !this.#isOver;
  }

  /** The thread is there for it. */
  start(): void {
    this.#wanted = CHUNKS_AHEAD;
    void this.#pump();
  }

  /** The thread used a chunk up and wants another. */
  used(): void {
    this.#wanted += 1;
    this.#there -= 1;
    if (!this.#isPumping) void this.#pump();
  }

  /** The source is not wanted any more. Nobody waits until it is closed, which a source that hangs never is, nor for what goes wrong then. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#body.return?.().catch(() => undefined);
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      while (this.#wanted > 0 && !this.#isOver) {
        const next = await this.#body.next();
        if (this.#isOver) return;
        if (next.done) {
          this.#isOver = true;
          this.#send(undefined);
          return;
        }
        this.#wanted -= 1;
        this.#there += 1;
        this.bytes += next.value.length;
        // A copy, which is given away: the source may share its memory with others.
        this.#send(new Uint8Array(next.value));
      }
    } catch (error) {
      this.#isOver = true;
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#isPumping = false;
    }
  }
}
