import type { NarrowedFound } from './retrieval/search-datasets.ts';
import { showNotes } from './retrieval/search-notes.ts';
import { showCondition } from './show-conditions.ts';

/** What a search found, as the management API shows it. */
export function showFound({ items, filter, derived, terms, notes, timings }: NarrowedFound) {
  return {
    items: items.map(({ passage, document, content, score, scores: { keyword, vector, rerank } }) => ({
      passage_id: passage.id,
      dataset_id: passage.datasetId,
      document_id: document.id,
      document_name: document.name,
      ...(document.splitting.mode === 'caption' && document.source.fileId !== undefined ? { picture_file_id: document.source.fileId } : {}),
      content,
      headings: [...passage.headings],
      ...(passage.page === undefined ? {} : { page: passage.page }),
      score,
      scores: {
        ...(keyword === undefined ? {} : { keyword }),
        ...(vector === undefined ? {} : { semantic: vector }),
        ...(rerank === undefined ? {} : { rerank }),
      },
    })),
    filter: filter.map(showCondition),
    derived: derived.map(({ condition, reason }) => ({ condition: showCondition(condition), reason })),
    terms: [...terms],
    ...showNotes(notes),
    timings,
  };
}
