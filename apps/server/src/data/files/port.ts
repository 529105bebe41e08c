import type { Readable } from 'node:stream';

/** What is known of a stored object. */
export interface FileInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** A part of an object: from byte `start` to byte `end`, both included; to its last without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/**
 * The files port: objects by key. A key is 1 to 512 characters of `a-z A-Z 0-9 . _ - /`, without
 * an empty, `.` or `..` part or one of more than 100 characters; any other is a `TypeError`.
 */
export interface Files {
  /** Stores an object whole or not at all; durable when it resolves. Replaces one of the same key. */
  put(key: string, body: AsyncIterable<Uint8Array>): Promise<FileInfo>;
  /**
   * Streams an object, or a part of it. Throws `FileMissing`, and a `RangeError` where the range
   * begins behind the last byte or ends before it begins; one that ends later is cut.
   */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** Throws `FileMissing`. */
  info(key: string): Promise<FileInfo>;
  /** Removes an object; says whether there was one. */
  delete(key: string): Promise<boolean>;
  /** Objects whose key begins with `prefix`, in the order of their keys, from the first after `after`. */
  list(prefix: string, options: { readonly limit: number; readonly after?: string }): Promise<FileInfo[]>;
  close(): Promise<void>;
}

/** There is no object with this key. */
export class FileMissing extends Error {
  constructor(key: string) {
    super(`There is no file ${key}.`);
    this.name = 'FileMissing';
  }
}
