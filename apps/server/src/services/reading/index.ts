export { defaultReadingLimits, type ReadingLimits } from './limits.ts';
export type { ReadBatch, ReadParent, ReadPassage } from './passage.ts';
export { openReader, type Reader, type ReaderOptions } from './reader.ts';
export { recordLines } from './splitting/rows.ts';
export type { Source } from './reading-thread.ts';
export { Unreadable } from './unreadable.ts';
