import type { Ranking, StreamedCalls } from '../port.ts';

/** One call of a rerank model. */
export interface RerankRequest {
  readonly query: string;
  readonly passages: readonly string[];
  readonly limit: number;
}

/** A vendor's rerank model: answers with the scores in any order, in one piece. */
export type RerankCalls = StreamedCalls<RerankRequest, Ranking>;
