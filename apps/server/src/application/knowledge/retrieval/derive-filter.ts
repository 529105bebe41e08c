import { askForSearch, type DerivedCondition, type ModelResult } from '#application/models/index.ts';
import { BuckleError } from '#kernel/errors.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import { checkSpent, recordReply } from '../models-of-knowledge.ts';
import { searchFieldsOf } from './search-fields.ts';
import { searchNote, type SearchNote } from './search-notes.ts';

/** What a question came to; notes say why it came to nothing. */
export interface DerivedFilter {
  readonly derived: readonly DerivedCondition[];
  readonly notes: readonly SearchNote[];
}

/** Makes conditions of a question for a search of data sets, by the default model of the first one's workspace, which pays for it. */
export async function deriveFilter(context: ReadingContext, datasets: readonly DatasetDocument[], question: string): Promise<DerivedFilter> {
  const [first] = datasets;
  const fields = await searchFieldsOf(context, datasets);
  if (!first || fields.length === 0) return none(searchNote('no_fields'));
  const { workspaceId } = first;
  const cutOff: ModelResult[] = [];
  try {
    await checkSpent(context, workspaceId);
    const model = await context.models.resolve(workspaceId);
    if (model.offline) return none(searchNote('offline_model'));
    // It ends by itself: see `askBriefly`.
    const { signal } = new AbortController();
    const { derived, leftOut, reply, problem } = await askForSearch(model, { question, fields }, { signal, clock: context.clock, onCutOff: (rest) => cutOff.push(rest) });
    for (const counted of reply ? [reply] : cutOff) await recordReply(context, workspaceId, counted);
    return problem === undefined ? { derived, notes: leftOut === 0 ? [] : [searchNote('conditions_left_out', { count: String(leftOut) })] } : none(searchNote('not_derived', { reason: problem }));
  } catch (error) {
    if (!(error instanceof BuckleError)) throw error;
    return none(searchNote('not_derived', { reason: error.message }));
  }
}

function none(note: SearchNote): DerivedFilter {
  return { derived: [], notes: [note] };
}
