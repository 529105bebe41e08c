const SHOWN_EVERY = 200;

/** Shows how far a long command is: on a terminal in one line that changes, else in a line a step. */
export class Progress {
  readonly #out: { readonly isTTY?: boolean; write(text: string): unknown };
  #step = '';
  #shownAt = 0;

  constructor(out: { readonly isTTY?: boolean; write(text: string): unknown }) {
    this.#out = out;
  }

  /** Begins a step, such as "Copying the files". */
  step(text: string): void {
    this.#clear();
    this.#step = text;
    this.#out.write(this.#out.isTTY ? `${text} …` : `${text}\n`);
  }

  /** Says how far the step is, such as "45 %". */
  at(text: string): void {
    if (!this.#out.isTTY || performance.now() - this.#shownAt < SHOWN_EVERY) return;
    this.#shownAt = performance.now();
    this.#out.write(`\r\u001B[K${this.#step} … ${text}`);
  }

  /** Ends the last step. */
  end(): void {
    this.#clear();
    this.#step = '';
  }

  #clear(): void {
    if (this.#out.isTTY && this.#step !== '') this.#out.write('\r\u001B[K');
  }
}
