import type { ToldPassage } from '@buckle/contract';

/** The numbers by which an answer names passages: of one that it is told twice the same, whatever search found it. */
export class PassageNumbers {
  readonly #numbers = new Map<string, number>();

  /** The number that a passage was told by, or the next. */
  of(passageId: string): number {
    const number = this.#numbers.get(passageId) ?? Math.max(0, ...this.#numbers.values()) + 1;
    this.#numbers.set(passageId, number);
    return number;
  }

  /** Takes in what was told before, maybe before a kill. */
  told(passages: readonly Pick<ToldPassage, 'passage_id' | 'number'>[] = []): void {
    for (const { passage_id: passageId, number } of passages) this.#numbers.set(passageId, number);
  }
}
