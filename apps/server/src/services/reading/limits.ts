/** How much reading one source may take. */
export interface ReadingLimits {
  /** Of a file that is held in memory: pdf, docx, pptx, xlsx, epub. Text is streamed, however long. */
  readonly heldBytes: number;
  /** What the entries of a zip-based file may unpack to, all together. */
  readonly unpackedBytes: number;
  /** How many entries such a file may have. */
  readonly entries: number;
  /** How many characters a cell of a table, or a value of JSON, may have. */
  readonly cellCharacters: number;
  /** How many columns a table may have. */
  readonly columns: number;
  /** How deep elements of JSON, HTML or XML may stand in each other. */
  readonly depth: number;
  /** Of JavaScript's values, in MB. */
  readonly heapMegabytes: number;
  /** Of what lies beside them, such as unpacked pages, in MB. */
  readonly bufferMegabytes: number;
  /** How long reading may go on without any sign of progress, in milliseconds. */
  readonly stallTime: number;
  /** How long reading may take, in milliseconds, beside `timePerMegabyte`; waiting for the source or for whoever takes the passages does not count. */
  readonly baseTime: number;
  /** How long reading its beginning alone may take, with waiting for a place, in milliseconds. */
  readonly previewTime: number;
  /** How much longer it may take for each MB of the source, in milliseconds. */
  readonly timePerMegabyte: number;
}

const MB = 1024 * 1024;

export const defaultReadingLimits: ReadingLimits = {
  heldBytes: 100 * MB,
  unpackedBytes: 1024 * MB,
  entries: 20_000,
  cellCharacters: 1_000_000,
  columns: 2_000,
  depth: 500,
  heapMegabytes: 512,
  bufferMegabytes: 512,
  stallTime: 30_000,
  baseTime: 120_000,
  timePerMegabyte: 10_000,
  previewTime: 60_000,
};
