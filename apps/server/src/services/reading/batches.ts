import type { ReadBatch, ReadParent, ReadPassage } from './passage.ts';
import type { Sink } from './splitting/splitter.ts';

/** How many passages are handed on together, and about how many characters of them. */
const PASSAGES = 100;
const CHARACTERS = 200_000;

/** Gathers what a splitter makes and gives it in batches that are bounded, in number and in size, however much one block gives. */
export class Batches implements Sink {
  /** How many passages were gathered in all. */
  count = 0;
  #passages: ReadPassage[] = [];
  #parents: ReadParent[] = [];
  /** Of what is gathered and not taken. */
  #size = 0;
  /** Of the passages that were taken. */
  #characters = 0;

  passage(passage: ReadPassage): void {
    this.#passages.push(passage);
    this.#size += sizeOf(passage);
    this.count += 1;
  }

  parent(parent: ReadParent): void {
    this.#parents.push(parent);
    this.#size += parent.content.length;
  }

  /** Whether nothing is left to be taken. */
  get isEmpty(): boolean {
    return this.#passages.length === 0;
  }

  get isFull(): boolean {
    return this.#passages.length >= PASSAGES || (!this.isEmpty && this.#size >= CHARACTERS);
  }

  /** The next batch: as many passages as it may hold, one at least where there is any, with the parents that they begin. */
  take(done: number): ReadBatch {
    let size = 0;
    let end = 0;
    for (const passage of this.#passages) {
      size += sizeOf(passage);
      if (end > 0 && (end >= PASSAGES || size > CHARACTERS)) break;
      end += 1;
    }
    const passages = this.#passages.splice(0, end);
    const last = passages.findLast(({ parent }) => parent !== undefined)?.parent ?? -1;
    const parents = this.#parents.splice(0, this.#parents.filter(({ index }) => index <= last).length);
    for (const passage of passages) this.#characters += passage.content.length;
    this.#size -= [...passages.map(sizeOf), ...parents.map(({ content }) => content.length)].reduce((sum, one) => sum + one, 0);
    return { passages, parents, done, characters: this.#characters };
  }
}

function sizeOf({ content, row }: ReadPassage): number {
  let size = content.length;
  for (const name in row) size += row[name]?.length ?? 0;
  return size;
}
