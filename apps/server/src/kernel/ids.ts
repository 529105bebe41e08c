import type { Clock } from './clock.ts';

/** 2015-01-01: with 41 bits of time above 22 others, every id has 19 digits and sorts as text until 2084. */
const EPOCH = Date.UTC(2015, 0, 1);
const SEQUENCE_BITS = 12;
const NODE_BITS = 10;
const SEQUENCES = 1 << SEQUENCE_BITS;

/** How many node numbers there are: each process of an installation holds one. */
export const NODE_NUMBERS = 1 << NODE_BITS;

const NODE_MASK = BigInt(NODE_NUMBERS - 1) << BigInt(SEQUENCE_BITS);

/** How many ids `IdGenerator.block` reserves. */
export const BLOCK_SIZE = 512;

/**
 * Makes ids: 64 bits as a decimal string of 19 digits, that is 41 bits of milliseconds since
 * 2015-01-01, 10 bits of node and 12 of sequence. They rise strictly within a process; `observe`
 * makes them rise above an id of another process too.
 */
export class IdGenerator {
  readonly #clock: Clock;
  readonly #node: bigint;
  #time = 0;
  #sequence = 0;

  constructor(clock: Clock, node: number) {
    if (!Number.isInteger(node) || node < 0 || node >= NODE_NUMBERS) {
      throw new RangeError(`A node number lies between 0 and ${NODE_NUMBERS - 1}, not ${node}.`);
    }
    this.#clock = clock;
    this.#node = BigInt(node) << BigInt(SEQUENCE_BITS);
  }

  /** A new id. */
  next(): string {
    return this.#reserve(1).toString();
  }

  /** The first of `BLOCK_SIZE` consecutive ids, the rest of which `idInBlock` names. */
  block(): string {
    return this.#reserve(BLOCK_SIZE).toString();
  }

  /** Makes every later id greater than `id`, whoever made that one and whatever its clock says. */
  observe(id: string): void {
    const time = timeOfId(id) - EPOCH;
    // Within one millisecond, the ids of a greater node come later; those of this one are its own.
    const node = BigInt(id) & NODE_MASK;
    if (time > this.#time || (time === this.#time && node > this.#node)) {
      this.#time = time + 1;
      this.#sequence = 0;
    }
  }

  #reserve(count: number): bigint {
    const now = this.#clock.now() - EPOCH;
    if (now > this.#time) {
      this.#time = now;
      this.#sequence = 0;
    } else if (this.#sequence + count > SEQUENCES) {
      this.#time += 1;
      this.#sequence = 0;
    }
    const first = (BigInt(this.#time) << BigInt(NODE_BITS + SEQUENCE_BITS)) | this.#node | BigInt(this.#sequence);
    this.#sequence += count;
    return first;
  }
}

/** The id at `offset` in the block that begins with `first`. */
export function idInBlock(first: string, offset: number): string {
  if (!Number.isInteger(offset) || offset < 0 || offset >= BLOCK_SIZE) {
    throw new RangeError(`A block holds ${BLOCK_SIZE} ids; there is none at ${offset}.`);
  }
  return (BigInt(first) + BigInt(offset)).toString();
}

/** When an id was made, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number(BigInt(id) >> BigInt(NODE_BITS + SEQUENCE_BITS)) + EPOCH;
}
