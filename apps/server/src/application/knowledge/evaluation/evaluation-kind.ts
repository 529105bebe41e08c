import { documentReasonOf } from '@buckle/contract';
import { eachOf } from '#data/documents/each-of.ts';
import type { Write } from '#data/documents/port.ts';
import { removeAll, removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import { isEnd, type WorkContext, type WorkKind } from '#services/work/index.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import { stillUnderWay } from '../reading-failure.ts';
import { findForQuestion } from '../retrieval/search-datasets.ts';
import { type SearchNote, SearchNotes } from '../retrieval/search-notes.ts';
import { unlessMissing } from '../unless-missing.ts';
import { type EvaluationDocument, type ResultDocument, resultId, type SavedQuestionDocument } from './evaluation-documents.ts';
import { ranksOf } from './expected-passage.ts';
import { type Measures, MeasuresSum } from './measures.ts';

/** So many evaluations of a data set are kept. */
const KEPT = 100;
/** After so many questions it is said how far it has come. */
const SAID_EVERY = 10;

/** What an evaluation came to. */
export interface Evaluated {
  readonly asked: number;
  readonly measures: Measures;
  readonly notes: readonly SearchNote[];
}

/** Asks all saved questions of a data set, as durable work: what was asked before a kill is not asked again. */
export function evaluationKind(context: ReadingContext): WorkKind<EvaluationDocument, Evaluated> {
  const { evaluations } = context.evaluations;
  return {
    kind: 'dataset.evaluate',
    retry: { retries: 4, firstDelay: 1_000, longestDelay: 60_000 },
    async run(work) {
      const dataset = await context.stored.datasets.get(work.input.datasetId);
      if (!dataset) return { state: 'canceled' };
      // The document follows the work, and may not be written yet; or the work has failed, and is tried again.
      await evaluations.ensure(work.input);
      await evaluations.closed.update(work.id, { set: { state: 'running' }, unset: ['endedAt'] });
      const result = await askAll(context, work, dataset);
      await removeOld(context, dataset.id);
      return { state: 'completed', result };
    },
    conclude: (work, { state, reason, result }) => [ending(context, work, { state, ...result, ...(reason === undefined ? {} : { reason }) })],
    giveUp: (work, reason) => [ending(context, work, { state: 'failed', reason })],
  };
}

function ending({ evaluations: { evaluations }, clock }: ReadingContext, { id, workspaceId }: { readonly id: string; readonly workspaceId: string }, set: Partial<EvaluationDocument>): Write {
  return () => unlessMissing(evaluations.update(id, { set: { ...set, workspaceId, endedAt: clock.now() } }));
}

async function askAll(context: ReadingContext, work: WorkContext<EvaluationDocument>, dataset: DatasetDocument): Promise<Evaluated> {
  const { questions, evaluations, results } = context.evaluations;
  const sum = new MeasuresSum(work.input.settings.topK);
  const notes = new SearchNotes();
  let asked = 0;
  for await (const question of eachOf(questions, { where: { datasetId: dataset.id }, sort: 'createdAt' })) {
    work.signal.throwIfAborted();
    const known = work.resumed ? await results.get(resultId(work.id, question.id)) : undefined;
    sum.add(known ?? (await ask(context, work, dataset, question, notes)));
    asked += 1;
    if (asked % SAID_EVERY > 0) continue;
    await evaluations.closed.update(work.id, { set: { asked } });
    await work.report({ step: 'questions', done: asked });
  }
  return { asked, measures: sum.mean(), notes: notes.all };
}

async function ask(context: ReadingContext, { id, input: { settings: { deriveFilter = false, ...settings }, conditions = [] } }: WorkContext<EvaluationDocument>, dataset: DatasetDocument, question: SavedQuestionDocument, notes: SearchNotes): Promise<ResultDocument> {
  // Searches of an evaluation are no hits of the documents.
  const found = await findForQuestion(context, [dataset], { ...settings, deriveFilter, query: question.question, conditions });
  for (const note of found.notes) notes.add(note);
  const shown = found.items.map(({ passage, content }) => ({ id: passage.id, text: content }));
  const result: ResultDocument = {
    id: resultId(id, question.id), workspaceId: dataset.workspaceId, datasetId: dataset.id, evaluationId: id, questionId: question.id, savedAt: question.createdAt,
    question: question.question,
    expected: question.expected.map(({ text }) => text),
    ranks: ranksOf(question.expected, shown, { whole: dataset.format === 'table' }),
    milliseconds: found.timings.total,
  };
  await context.evaluations.results.ensure(result);
  return result;
}

/** Removes the oldest evaluations of a data set where there are more than are kept. */
async function removeOld(context: ReadingContext, datasetId: string): Promise<void> {
  const { items } = await context.evaluations.evaluations.closed.find({ where: { datasetId }, sort: 'createdAt', descending: true, skip: KEPT, limit: KEPT });
  for (const { id } of items) await removeEvaluation(context, id, {});
}

async function removeEvaluation({ evaluations: { evaluations, results } }: ReadingContext, evaluationId: string, watch: RemovalWatch): Promise<void> {
  await removeAll(results.closed, { where: { evaluationId }, sort: 'savedAt' }, watch);
  await evaluations.delete(evaluationId);
}

/** Removes the questions and evaluations of a data set that is gone. Throws `Unavailable` while one of them is under way elsewhere. */
export async function removeEvaluationsOf(context: ReadingContext, datasetId: string, watch: RemovalWatch): Promise<void> {
  const { work, evaluations: { questions, evaluations } } = context;
  await removeEach(evaluations.closed, { where: { datasetId }, sort: 'createdAt' }, async ({ id }) => {
    await work.cancel(id);
    const evaluating = await work.get(id);
    if (evaluating && !isEnd(evaluating.state)) throw stillUnderWay(documentReasonOf('evaluation_under_way', { evaluation: id }));
    await removeEvaluation(context, id, watch);
  }, watch);
  await removeAll(questions.closed, { where: { datasetId }, sort: 'createdAt' }, watch);
}
