import type { DocumentReason, TextRules } from '@buckle/contract';
import type { ReadingLimits } from './limits.ts';
import type { ReadBatch } from './passage.ts';

/** What the thread that reads is told. */
export type ToThread =
  | { readonly type: 'read'; readonly fileName: string; readonly size: number | undefined; readonly rules: TextRules; readonly limits: ReadingLimits }
  /** The next bytes; without any, the source ends. */
  | { readonly type: 'chunk'; readonly bytes: Uint8Array | undefined }
  /** A batch was taken: another one may come. */
  | { readonly type: 'taken' };

/** What it says. */
export type FromThread =
  | { readonly type: 'ready' }
  /** A chunk is used up: it wants another. */
  | { readonly type: 'more' }
  | { readonly type: 'batch'; readonly batch: ReadBatch }
  /** It is still at work. */
  | { readonly type: 'alive' }
  | { readonly type: 'end' }
  | { readonly type: 'unreadable'; readonly reason: DocumentReason }
  /** An error that is a defect. */
  | { readonly type: 'broken'; readonly message: string };

/** How many chunks are on their way to the thread, so that it seldom waits. */
export const CHUNKS_AHEAD = 4;
/** How many batches it makes before the first of them is taken. */
export const BATCHES_AHEAD = 2;
