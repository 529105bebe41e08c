import { DictionaryWords } from './dictionary-words.ts';

/** What is no node. */
export const NO_NODE = 0;

/** What a node weighs that is no word. */
const NO_WORD = Number.POSITIVE_INFINITY;
/** So many do for jieba's dictionary. */
const FIRST_SLOTS = 1_500_000;
/** Bits that say how many bits the places of a table have. */
const SIZE_BITS = 5;

/**
 * The words of a dictionary as a trie over UTF-16 units. The children of a node lie in an open hash table of their own, and a
 * child is named by its slot: most looks are for one that is not there, and two bytes near those of the looks before tell that.
 */
export class WordTrie {
  /** The node before all words. */
  readonly root = 1;
  /** What a character weighs that is no word. */
  readonly unknown: number;
  /** By node: its unit; 0 where the slot is free. */
  #units = new Uint16Array(FIRST_SLOTS);
  /** By node: the first slot of the table of its children, and in the lowest bits its size; 0 where it has none. */
  #tables = new Int32Array(FIRST_SLOTS);
  /** By node: the logarithm of the word's share of all words; over 0 where it is no word. */
  #weights = new Float64Array(FIRST_SLOTS);
  /** Behind the last slot that is taken. */
  #end = this.root + 1;

  constructor(dictionary: Uint8Array) {
    const words = new DictionaryWords(dictionary);
    this.unknown = -Math.log(words.all);
    this.#addChildren(this.root, words, 0, words.count, 0);
  }

  /** The child of a node; `NO_NODE` where it has none of this unit. */
  child(node: number, unit: number): number {
    const table = this.#tables[node] ?? 0;
    if (table === 0) return NO_NODE;
    const slot = this.#slotOf(table, unit);
    return this.#units[slot] === 0 ? NO_NODE : slot;
  }

  /** The logarithm of the share that a node's word has of all words; over 0 where it is no word. */
  weight(node: number): number {
    return this.#weights[node] ?? NO_WORD;
  }

  /** Adds what follows a node: of words in their order from one to another, which all begin with it and are longer than its `depth`. */
  #addChildren(node: number, words: DictionaryWords, from: number, to: number, depth: number): void {
    const firsts: number[] = [];
    for (let at = from; at < to; at += 1) if (at === from || words.unit(at, depth) !== words.unit(at - 1, depth)) firsts.push(at);
    const table = this.#makeTable(firsts.length);
    this.#tables[node] = table;
    for (const [at, first] of firsts.entries()) {
      const unit = words.unit(first, depth);
      const child = this.#slotOf(table, unit);
      this.#units[child] = unit;
      const isWord = words.hasLength(first, depth + 1);
      this.#weights[child] = isWord ? Math.log(words.often(first)) + this.unknown : NO_WORD;
      const longer = isWord ? first + 1 : first;
      const end = firsts[at + 1] ?? to;
      if (longer < end) this.#addChildren(child, words, longer, end, depth + 1);
    }
  }

  /** A table with room for so many children, a third of which stays free at least. */
  #makeTable(children: number): number {
    const bits = Math.ceil(Math.log2(children * 1.5 + 1));
    const start = this.#end;
    this.#end += 2 ** bits;
    if (this.#end > this.#units.length) this.#grow();
    return (start << SIZE_BITS) | bits;
  }

  #grow(): void {
    const [units, tables, weights] = [this.#units, this.#tables, this.#weights];
    const slots = units.length * 2;
    this.#units = new Uint16Array(slots);
    this.#units.set(units);
    this.#tables = new Int32Array(slots);
    this.#tables.set(tables);
    this.#weights = new Float64Array(slots);
    this.#weights.set(weights);
  }

  /** Where the child with a unit lies in a table, or would. */
  #slotOf(table: number, unit: number): number {
    const units = this.#units;
    const bits = table & ((1 << SIZE_BITS) - 1);
    const start = table >> SIZE_BITS;
    for (let place = Math.imul(unit, 0x9e37_79b1) >>> (32 - bits); ; place = (place + 1) & ((1 << bits) - 1)) {
      const found = units[start + place];
      if (found === unit || found === 0) return start + place;
    }
  }
}
