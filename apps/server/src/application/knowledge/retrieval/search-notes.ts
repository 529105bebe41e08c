import type { SearchNoteCode } from '@buckle/contract';
import { leftOutInWords } from '#application/models/index.ts';

type Parameters = Readonly<Record<string, string>>;

/** What a search had to do without. */
export interface SearchNote {
  readonly code: SearchNoteCode;
  readonly parameters: Parameters;
  /** In English. */
  readonly text: string;
}

const NOT_DERIVED = 'No conditions were made of the question';

const texts: { readonly [Code in SearchNoteCode]: (parameters: Parameters) => string } = {
  no_embedding_model: ({ dataset }) => `${dataset}: there is no embedding model, so its words were searched alone.`,
  embedding_failed: ({ dataset, reason }) => `${dataset}: its embedding model failed, so its words were searched alone: ${reason}`,
  other_dimensions: ({ dataset, has, gives }) => `${dataset}: its vectors have ${has} dimensions and its embedding model gives ${gives}, so nothing was found by meaning: have its documents read anew.`,
  index_rebuilding: ({ dataset }) => `${dataset}: its index is being built anew; ask again in a while.`,
  no_rerank_model: () => 'There is no rerank model: connect one, or search without rerank.',
  rerank_failed: ({ reason }) => `The rerank model failed, so the order is that of the search: ${reason}`,
  no_fields: () => `${NOT_DERIVED}: what is searched has no fields.`,
  offline_model: () => `${NOT_DERIVED}: the built-in offline model makes none. Connect a model and make it the default.`,
  not_derived: ({ reason }) => `${NOT_DERIVED}: ${reason}`,
  conditions_left_out: ({ count }) => leftOutInWords(Number(count)),
  nothing_fits: () => 'Nothing was found under the conditions that were made of the question, so it was searched without them.',
};

/** A note with its text. */
export function searchNote(code: SearchNoteCode, parameters: Parameters = {}): SearchNote {
  return { code, parameters, text: texts[code](parameters) };
}

/** The notes of a search, each once. */
export class SearchNotes {
  readonly #byText = new Map<string, SearchNote>();

  add(note: SearchNote): void {
    this.#byText.set(note.text, note);
  }

  get all(): readonly SearchNote[] {
    return [...this.#byText.values()];
  }
}

/** Notes as the management API shows them. */
export function showNotes(notes: readonly SearchNote[]) {
  return { notes: notes.map(({ text }) => text), note_codes: notes.map(({ code, parameters }) => ({ code, parameters: { ...parameters } })) };
}
