import { ModelError } from '../model-error.ts';

/** Of a text that is too long, this share is tried next. */
const SHARE_KEPT = 0.7;
/** A text of so few characters is too long for no model: something else is wrong. */
const SHORTEST = 100;

/** Cuts lists of texts into calls that a vendor takes. */
export class Batches {
  #most: number;

  /** @param most how many texts a call may have */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many texts a call may have, as far as is known. */
  get most(): number {
    return this.#most;
  }

  /**
   * Calls `send` for all texts, one batch after the other, and gives the answers in their order. A batch
   * that the vendor finds too large is sent in halves; a text that it finds too long, by its beginning.
   *
   * @param send is told how many texts come before the batch
   */
  async send<Answer>(texts: readonly string[], send: (batch: readonly string[], before: number) => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let before = 0; before < texts.length; ) {
      const batch = texts.slice(before, before + this.#most);
      answers.push(...(await this.#sendBatch(batch, before, send)));
      before += batch.length;
    }
    return answers;
  }

  async #sendBatch<Answer>(
    batch: readonly string[],
    before: number,
    send: (batch: readonly string[], before: number) => Promise<Answer>,
  ): Promise<Answer[]> {
    try {
      return [await send(batch, before)];
    } catch (error) {
      if (!(error instanceof ModelError) || error.kind !== 'context-too-long') throw error;
      const half = Math.ceil(batch.length / 2);
      if (half === batch.length) return this.#sendBatch([shortened(batch[0] ?? '', error)], before, send);
      // One long text says nothing of the next batch; a vendor's limit does.
      if (/batch.?size/i.test(error.message)) this.#most = Math.min(this.#most, half);
      const first = await this.#sendBatch(batch.slice(0, half), before, send);
      return [...first, ...(await this.#sendBatch(batch.slice(half), before + half, send))];
    }
  }
}

function shortened(text: string, error: ModelError): string {
  if (text.length < SHORTEST) throw error;
  return text.slice(0, Math.floor(text.length * SHARE_KEPT)).toWellFormed();
}
