import type { RulesOf } from '@buckle/contract';
import type { ReadingLimits } from '../limits.ts';
import type { Block } from './block.ts';

/** What a parser reads. */
export interface ParserSource {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly limits: ReadingLimits;
  /** Which rows of a table are its header and its data, where that was said. */
  readonly rows: RulesOf<'rows'> | undefined;
  /** Says how much of the source is read, from 0 to 1, where the bytes that were taken do not say it. */
  readonly progress: (done: number) => void;
}

/** Reads a source into blocks, a few at a time. Throws `Unreadable`. */
export type Parser = (source: ParserSource) => AsyncIterable<readonly Block[]>;
