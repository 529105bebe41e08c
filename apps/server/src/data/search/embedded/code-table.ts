import { readFileSync } from 'node:fs';
import { quantise, SCALE_BYTES } from './quantise.ts';

/** Bytes that are multiplied in one step. */
const STEP = 16;
const PAGE = 65_536;
/** Rows for which there is room at first. */
const FIRST_ROWS = 1_024;

const scanModule = new WebAssembly.Module(readFileSync(new URL('scan.wasm', import.meta.url)));

interface ScanExports {
  readonly memory: WebAssembly.Memory;
  scan(query: number, row: number, out: number, rows: number, width: number): void;
}

/**
 * The codes of an index's vectors, in memory: all of them are multiplied with a query's, which takes some 3 ms for 100,000
 * of 384 dimensions. Laid out in the module's memory as the query, room for one product a row, and the rows.
 */
export class CodeTable {
  readonly dimensions: number;
  readonly #width: number;
  readonly #scan: ScanExports;
  #capacity = 0;
  #rows = 0;
  #ids = new Float64Array(0);
  #scales = new Float32Array(0);

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#width = Math.ceil(dimensions / STEP) * STEP;
    // What `scan.wat` exports.
    this.#scan = new WebAssembly.Instance(scanModule).exports as unknown as ScanExports;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The id that was added last; 0 before the first. */
  get lastId(): number {
    return this.#rows === 0 ? 0 : (this.#ids[this.#rows - 1] ?? 0);
  }

  /** Adds a code as `encode` makes it; ids rise. One of another number of dimensions is left out. */
  add(id: number, code: Uint8Array): void {
    if (code.byteLength !== SCALE_BYTES + this.dimensions) return;
    if (this.#rows === this.#capacity) this.#grow();
    const row = this.#rows;
    this.#ids[row] = id;
    this.#scales[row] = new DataView(code.buffer, code.byteOffset).getFloat32(0, true);
    new Uint8Array(this.#scan.memory.buffer).set(code.subarray(SCALE_BYTES), this.#rowAt(row));
    this.#rows += 1;
  }

  /** The ids of the `count` rows nearest to a vector, about: the nearest first. Only of `allowed` ones, which are in rising order. */
  nearest(vector: Float32Array, count: number, allowed?: readonly number[]): number[] {
    const bytes = new Int8Array(this.#scan.memory.buffer);
    bytes.fill(0, 0, this.#width);
    bytes.set(quantise(vector).numbers, 0);
    this.#scan.scan(0, this.#rowAt(0), this.#width, this.#rows, this.#width);
    const products = new Int32Array(this.#scan.memory.buffer, this.#width, this.#rows);
    const best = new Best(count);
    if (allowed === undefined) {
      for (let row = 0; row < this.#rows; row += 1) best.offer(row, (products[row] ?? 0) * (this.#scales[row] ?? 0));
    } else {
      for (let row = 0, at = 0; row < this.#rows && at < allowed.length; row += 1) {
        const id = this.#ids[row] ?? 0;
        while ((allowed[at] ?? Infinity) < id) at += 1;
        if (allowed[at] === id) best.offer(row, (products[row] ?? 0) * (this.#scales[row] ?? 0));
      }
    }
    return best.rows().map((row) => this.#ids[row] ?? 0);
  }

  #rowAt(row: number): number {
    return this.#width + this.#capacity * 4 + row * this.#width;
  }

  /** Doubles the room: the rows move up, since the products need more before them. */
  #grow(): void {
    const from = this.#rowAt(0);
    const capacity = Math.max(FIRST_ROWS, this.#capacity * 2);
    const needed = this.#width + capacity * (4 + this.#width);
    const { memory } = this.#scan;
    const missing = Math.ceil((needed - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    this.#capacity = capacity;
    new Uint8Array(memory.buffer).copyWithin(this.#rowAt(0), from, from + this.#rows * this.#width);
    this.#ids = enlarged(this.#ids, new Float64Array(capacity));
    this.#scales = enlarged(this.#scales, new Float32Array(capacity));
  }
}

function enlarged<Numbers extends Float64Array | Float32Array>(numbers: Numbers, larger: Numbers): Numbers {
  larger.set(numbers);
  return larger;
}

/** The best few of many rows: a heap whose root is the worst of them. */
class Best {
  readonly #count: number;
  readonly #rows: number[] = [];
  readonly #scores: number[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  offer(row: number, score: number): void {
    if (this.#rows.length < this.#count) {
      this.#rows.push(row);
      this.#scores.push(score);
      this.#rise(this.#rows.length - 1);
    } else if (score > (this.#scores[0] ?? 0)) {
      this.#rows[0] = row;
      this.#scores[0] = score;
      this.#sink();
    }
  }

  /** The rows, the best first. */
  rows(): number[] {
    return this.#rows.map((row, at) => ({ row, score: this.#scores[at] ?? 0 })).toSorted((a, b) => b.score - a.score).map(({ row }) => row);
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if ((this.#scores[parent] ?? 0) <= (this.#scores[at] ?? 0)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= this.#rows.length) return;
      const right = left + 1;
      const least = right < this.#rows.length && (this.#scores[right] ?? 0) < (this.#scores[left] ?? 0) ? right : left;
      if ((this.#scores[least] ?? 0) >= (this.#scores[at] ?? 0)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#rows[a], this.#rows[b]] = [this.#rows[b] ?? 0, this.#rows[a] ?? 0];
    [this.#scores[a], this.#scores[b]] = [this.#scores[b] ?? 0, this.#scores[a] ?? 0];
  }
}
