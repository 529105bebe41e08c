/**
 * A text that is still being written. Whoever reads it sees all of it from its beginning, however
 * late they come; it keeps the pieces until it is dropped.
 */
export class TextStream {
  readonly #pieces: string[] = [];
  #waiting: (() => void)[] = [];
  #state: 'open' | 'ended' | 'failed' = 'open';
  #error: unknown;

  /** Adds a piece. */
  write(piece: string): void {
    if (piece === '') return;
    this.#pieces.push(piece);
    this.#wake();
  }

  /** Nothing more follows. */
  end(): void {
    this.#state = 'ended';
    this.#wake();
  }

  /** Its readers fail with this. */
  fail(error: unknown): void {
    this.#state = 'failed';
    this.#error = error;
    this.#wake();
  }

  /** What was written so far. */
  get text(): string {
    return this.#pieces.join('');
  }

  /** The whole text, once it is there. Rejects where writing it failed. */
  async whole(): Promise<string> {
    for await (const piece of this) void piece;
    return this.text;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (let next = 0; ; ) {
      const piece = this.#pieces[next];
      if (piece !== undefined) {
        next += 1;
        yield piece;
        continue;
      }
      if (this.#state === 'failed') throw this.#error;
      if (this.#state === 'ended') return;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
