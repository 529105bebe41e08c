const SPACE = 0x20;
const LINE_BREAK = 0x0a;
const ZERO = 0x30;

/** The words of a dictionary of jieba's (a line a word: the word, how often it occurs, its kind), each by its number; those that never occur are left out. */
export class DictionaryWords {
  /** How many there are. */
  readonly count: number;
  /** How often all of them occur together. */
  readonly all: number;
  readonly #lines: string;
  readonly #starts: Uint32Array;
  readonly #often: Uint32Array;

  /** Throws where they are not in the order of their units: so they are in the package. */
  constructor(dictionary: Uint8Array) {
    const lines = Buffer.from(dictionary.buffer, dictionary.byteOffset, dictionary.byteLength).toString();
    const most = dictionary.reduce((count, byte) => (byte === LINE_BREAK ? count + 1 : count), 1);
    this.#lines = lines;
    this.#starts = new Uint32Array(most);
    this.#often = new Uint32Array(most);
    let count = 0;
    let all = 0;
    for (let from = 0; from < lines.length; ) {
      let at = from;
      while (at < lines.length && lines.charCodeAt(at) !== SPACE) at += 1;
      let often = 0;
      for (at += 1; isDigit(lines.charCodeAt(at)); at += 1) often = often * 10 + lines.charCodeAt(at) - ZERO;
      if (often > 0) {
        this.#starts[count] = from;
        this.#often[count] = often;
        this.#checkOrder(count);
        count += 1;
        all += often;
      }
      while (at < lines.length && lines.charCodeAt(at) !== LINE_BREAK) at += 1;
      from = at + 1;
    }
    this.count = count;
    this.all = all;
  }

  /** The unit of a word at a place up to its end. */
  unit(word: number, place: number): number {
    return this.#lines.charCodeAt((this.#starts[word] ?? 0) + place);
  }

  /** Whether a word has so many units. */
  hasLength(word: number, units: number): boolean {
    return this.unit(word, units) === SPACE;
  }

  /** How often a word occurs. */
  often(word: number): number {
    return this.#often[word] ?? 0;
  }

  #checkOrder(word: number): void {
    if (word === 0) return;
    let place = 0;
    while (this.unit(word, place) === this.unit(word - 1, place) && !this.hasLength(word, place)) place += 1;
    // A space is before all that words are made of, so the shorter one comes first.
    if (this.unit(word, place) <= this.unit(word - 1, place)) throw new Error(`The words of the dictionary are not sorted, from character ${this.#starts[word]} on.`);
  }
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= ZERO + 9;
}
