import type { ReadingStage } from '@buckle/contract';
import type { WorkContext } from '#services/work/index.ts';
import type { IngestionInput, ReadingContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';
import { unlessMissing } from '../unless-missing.ts';

/** Between two reports, in milliseconds. */
const EVERY = 1_000;

/** Tells those who watch a document how far its reading has come. */
export class ReadingReport {
  readonly #context: ReadingContext;
  readonly #work: WorkContext<IngestionInput>;
  readonly #document: KnowledgeDocument;
  readonly #since: number;
  #doneBefore: number | undefined;
  #reportedAt = 0;

  constructor(context: ReadingContext, work: WorkContext<IngestionInput>, document: KnowledgeDocument) {
    this.#context = context;
    this.#work = work;
    this.#document = document;
    this.#since = context.clock.now();
  }

  /** Reports now: a new stage. */
  async enter(stage: ReadingStage, done = 0): Promise<void> {
    const at = this.#context.clock.now();
    this.#reportedAt = at;
    const progress = { stage, done, since: this.#since, doneBefore: this.#doneBefore ?? 0, at };
    // Once it gets further, what it was tried again for is over.
    const unset = done > 0 ? (['reason', 'reasonCode'] as const) : [];
    await unlessMissing(this.#context.stored.documents.update(this.#document.id, { set: { state: 'reading', progress }, unset }));
    await this.#work.report({ step: stage, done: Math.round(done * 100) });
  }

  /** Reports how much of the source (0 to 1) is read and indexed, unless it did so a moment ago. */
  async come(stage: ReadingStage, done: number): Promise<void> {
    // What an earlier run did went by at once and says nothing of how fast this one is.
    this.#doneBefore ??= done;
    if (this.#context.clock.now() - this.#reportedAt >= EVERY) await this.enter(stage, done);
  }
}
