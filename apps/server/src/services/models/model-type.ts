/** What a model is for: replies, vectors of texts, or scores of passages for a question. */
export const MODEL_TYPES = ['chat', 'embedding', 'rerank'] as const;
export type ModelType = (typeof MODEL_TYPES)[number];
