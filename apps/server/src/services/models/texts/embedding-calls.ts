import type { EmbeddingPurpose, Embeddings, StreamedCalls } from '../port.ts';

/** Texts for one call of an embedding model. */
export interface EmbeddingRequest {
  readonly texts: readonly string[];
  readonly purpose: EmbeddingPurpose;
}

/** A vendor's embedding model: answers with the vectors as the vendor gives them, in one piece. */
export type EmbeddingCalls = StreamedCalls<EmbeddingRequest, Embeddings>;

/** The field in which a vendor wants to be told what texts are embedded for, and its values. */
export interface PurposeField extends Readonly<Record<EmbeddingPurpose, string>> {
  readonly name: string;
}
