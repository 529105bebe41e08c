/** A node that is no child of any. */
export const NO_NODE = -1;

const SPACE = 0x20;
const LINE_BREAK = 0x0a;
const ZERO = 0x30;

/** What a node weighs that is no word. */
const NO_WORD = Number.POSITIVE_INFINITY;
const FIRST_SLOTS = 2 ** 16;

/**
 * The words of a dictionary of jieba's (a line a word: the word, how often it occurs, its kind) as a trie over UTF-16 units. Its
 * edges lie in one open hash table, so that a step costs a look or two; the root is node 0.
 */
export class WordTrie {
  /** By slot: a node, a unit, and the child that they lead to; 0 where the slot is free. */
  #parents = new Int32Array(FIRST_SLOTS);
  #units = new Uint16Array(FIRST_SLOTS);
  #children = new Int32Array(FIRST_SLOTS);
  /** By node: the logarithm of the word's share of all words; over 0 where the node is no word. */
  #weights = new Float64Array(FIRST_SLOTS / 2).fill(NO_WORD);
  #nodes = 1;
  /** What a character weighs that is no word. */
  readonly unknown: number;

  constructor(dictionary: Uint8Array) {
    const lines = Buffer.from(dictionary.buffer, dictionary.byteOffset, dictionary.byteLength).toString();
    let all = 0;
    for (let from = 0; from < lines.length; ) {
      let end = from;
      while (end < lines.length && lines.charCodeAt(end) !== SPACE) end += 1;
      let often = 0;
      let at = end + 1;
      for (; isDigit(lines.charCodeAt(at)); at += 1) often = often * 10 + lines.charCodeAt(at) - ZERO;
      if (often > 0) this.#weights[this.#insert(lines, from, end)] = Math.log(often);
      all += often;
      while (at < lines.length && lines.charCodeAt(at) !== LINE_BREAK) at += 1;
      from = at + 1;
    }
    this.unknown = -Math.log(all);
    for (let node = 0; node < this.#nodes; node += 1) this.#weights[node] = this.weight(node) + this.unknown;
  }

  /** The child of a node; `NO_NODE` where it has none of this unit. */
  child(node: number, unit: number): number {
    const child = this.#children[this.#slotOf(node, unit)] ?? 0;
    return child === 0 ? NO_NODE : child;
  }

  /** The logarithm of the share that a node's word has of all words; over 0 where it is no word. */
  weight(node: number): number {
    return this.#weights[node] ?? NO_WORD;
  }

  /** The node of a part of a text, made where there is none. */
  #insert(text: string, from: number, to: number): number {
    let node = 0;
    for (let at = from; at < to; at += 1) {
      const unit = text.charCodeAt(at);
      const child = this.child(node, unit);
      node = child === NO_NODE ? this.#add(node, unit) : child;
    }
    return node;
  }

  #add(parent: number, unit: number): number {
    if (this.#nodes * 2 >= this.#children.length) this.#grow();
    const child = this.#nodes;
    this.#put(this.#slotOf(parent, unit), parent, unit, child);
    this.#nodes += 1;
    return child;
  }

  #put(slot: number, parent: number, unit: number, child: number): void {
    this.#parents[slot] = parent;
    this.#units[slot] = unit;
    this.#children[slot] = child;
  }

  #grow(): void {
    const [parents, units, children, weights] = [this.#parents, this.#units, this.#children, this.#weights];
    this.#parents = new Int32Array(parents.length * 2);
    this.#units = new Uint16Array(parents.length * 2);
    this.#children = new Int32Array(parents.length * 2);
    this.#weights = new Float64Array(parents.length).fill(NO_WORD);
    this.#weights.set(weights);
    for (const [slot, child] of children.entries()) {
      if (child === 0) continue;
      const [parent = 0, unit = 0] = [parents[slot], units[slot]];
      this.#put(this.#slotOf(parent, unit), parent, unit, child);
    }
  }

  /** Where an edge lies, or would. */
  #slotOf(node: number, unit: number): number {
    const mask = this.#children.length - 1;
    const hash = Math.imul(node ^ Math.imul(unit, 0x9e37_79b1), 0x85eb_ca6b);
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      if (this.#children[slot] === 0 || (this.#parents[slot] === node && this.#units[slot] === unit)) return slot;
    }
  }
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= ZERO + 9;
}
