import type { KnowledgeDocument } from './knowledge-documents.ts';

/** How a document stands, as Coze's clients know it: 0: being processed, 1: ready, 9: failed; one that was cancelled can be read again, as one that failed. */
export function statusOf({ state }: KnowledgeDocument): 0 | 1 | 9 {
  return state === 'ready' ? 1 : state === 'failed' || state === 'canceled' ? 9 : 0;
}

/** The type of a document by its name. */
export function extensionOf({ name, source }: KnowledgeDocument): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? (source.type === 'web' ? 'html' : 'txt');
}
