/** Bytes of a code before its numbers: the scale. */
export const SCALE_BYTES = 4;

/** A vector in signed bytes: `vector[i]` is about `numbers[i] * scale`. */
export interface Code {
  readonly scale: number;
  readonly numbers: Int8Array;
}

/** The nearest vector of signed bytes. */
export function quantise(vector: Float32Array): Code {
  let largest = 0;
  for (const number of vector) largest = Math.max(largest, Math.abs(number));
  const scale = largest / 127 || 1;
  return { scale, numbers: Int8Array.from(vector, (number) => Math.round(number / scale)) };
}

/** A vector's code as it is stored: the scale in four bytes, then the numbers. */
export function encode(vector: Float32Array): Uint8Array {
  const { scale, numbers } = quantise(vector);
  const bytes = new Uint8Array(SCALE_BYTES + numbers.length);
  new DataView(bytes.buffer).setFloat32(0, scale, true);
  bytes.set(new Uint8Array(numbers.buffer), SCALE_BYTES);
  return bytes;
}

/** A vector as it is stored whole. */
export function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** The vector that `toBytes` was given. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  return bytes.byteOffset % 4 === 0 ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4) : fromBytes(bytes.slice());
}

/** The product of two vectors of the same length: the cosine, where both have length 1. */
export function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
