import type { TraceStep } from '@buckle/contract';
import type { Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { ModelPrice } from './model-document.ts';
import { foldUsage } from './fold-usage.ts';
import { sumSince } from './read-usage.ts';
import type { UsageCollections, UsageRecord } from './usage-documents.ts';

/** The part of a trace's step that usage is counted from. */
export type UsedStep = Pick<TraceStep, 'model_id' | 'started_at' | 'ended_at' | 'input_tokens' | 'output_tokens'>;

/**
 * Counts what models are used for, exactly: a turn leaves one record for each model, written with the
 * turn's end and under an id of its own, so that neither a kill loses it nor a repeated end counts it
 * twice. Records are added up into counters later, away from the turn.
 */
export class Usage {
  readonly #collections: UsageCollections;
  readonly #clock: Clock;
  readonly #priceOf: (modelId: string) => Promise<ModelPrice | undefined>;

  /** `priceOf` tells what a model costs; a model without a known price is counted with no cost. */
  constructor(collections: UsageCollections, clock: Clock, priceOf: (modelId: string) => Promise<ModelPrice | undefined>) {
    this.#collections = collections;
    this.#clock = clock;
    this.#priceOf = priceOf;
  }

  /** The writes that record a turn's steps, for the commit of its end; right when they are done twice. */
  async writes(turnId: string, workspaceId: string, botId: string, steps: readonly UsedStep[]): Promise<Write[]> {
    const at = this.#clock.now();
    const byModel = Map.groupBy(steps.filter((step) => step.model_id !== undefined), (step) => step.model_id ?? '');
    const writes: Write[] = [];
    for (const [modelId, used] of byModel) {
      const sum = (of: (step: UsedStep) => number): number => used.reduce((total, step) => total + of(step), 0);
      const inputTokens = sum((step) => step.input_tokens);
      const outputTokens = sum((step) => step.output_tokens);
      const price = await this.#priceOf(modelId);
      const record: UsageRecord = {
        id: `${turnId}-${modelId}`,
        workspaceId,
        botId,
        modelId,
        at,
        calls: used.length,
        inputTokens,
        outputTokens,
        latency: sum((step) => step.ended_at - step.started_at),
        // A price for a million tokens is one for a token in millionths.
        cost: price ? Math.round(inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) : 0,
        currency: price?.currency ?? '',
      };
      writes.push(() => this.#collections.records.ensure(record));
    }
    return writes;
  }

  /** The tokens and costs of calls that no record shows yet, by currency. */
  async sumOf(used: readonly { readonly modelId: string; readonly inputTokens: number; readonly outputTokens: number }[]): Promise<{ readonly tokens: number; readonly costs: ReadonlyMap<string, number> }> {
    const costs = new Map<string, number>();
    let tokens = 0;
    for (const { modelId, inputTokens, outputTokens } of used) {
      tokens += inputTokens + outputTokens;
      const price = await this.#priceOf(modelId);
      // A price is one for a million tokens.
      if (price) costs.set(price.currency, (costs.get(price.currency) ?? 0) + (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000);
    }
    return { tokens, costs };
  }

  /** The tokens and costs of a workspace since a day of UTC (`2026-01-31`), that one included, by currency. */
  async spentSince(workspaceId: string, day: string): Promise<{ readonly tokens: number; readonly costs: ReadonlyMap<string, number> }> {
    const { inputTokens, outputTokens, costs } = await sumSince(this.#collections, workspaceId, day, this.#clock.now());
    return { tokens: inputTokens + outputTokens, costs: new Map([...costs].map(([currency, millionths]) => [currency, millionths / 1_000_000])) };
  }

  /** Adds up the records that are old enough. To be called every minute or so, by any process. */
  fold(): Promise<void> {
    return foldUsage(this.#collections, this.#clock.now());
  }
}
