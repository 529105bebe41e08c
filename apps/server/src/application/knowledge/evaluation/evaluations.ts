import type { Evaluation, EvaluationResult } from '@buckle/contract';
import type { Page, Read } from '#data/documents/port.ts';
import type { FieldCondition } from '#data/search/port.ts';
import { seconds } from '#kernel/clock.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { SlotTaken } from '#services/work/index.ts';
import { datasetResource, findDataset, type KnowledgeContext } from '../context.ts';
import { countsOf } from '../datasets/read-datasets.ts';
import { showNotes } from '../retrieval/search-notes.ts';
import { showCondition } from '../show-conditions.ts';
import { type EvaluationDocument, type EvaluationSettings, type ResultDocument, resultId } from './evaluation-documents.ts';
import { shortened } from './saved-questions.ts';

/** Begins to ask all saved questions of a data set. Throws `NotFound`, `PermissionDenied`, `BadRequest` where there is none, and `Conflict` where it is done already. */
export async function startEvaluation(context: KnowledgeContext, principal: Principal, datasetId: string, settings: EvaluationSettings, conditions: readonly FieldCondition[]): Promise<EvaluationDocument> {
  const dataset = await findDataset(context, principal, 'knowledge.edit', datasetId);
  const { work, evaluating, ids, clock, audit } = context;
  const { questions, evaluations } = context.evaluations;
  const count = await questions.count({ datasetId });
  if (count === 0) throw new BadRequest('The data set has no saved questions: save some first.');
  const { workspaceId, embeddingModelId } = dataset;
  const { passages } = await countsOf(context, dataset);
  const evaluation: EvaluationDocument = {
    id: ids.next(), workspaceId, datasetId, ownerId: principal.userId, state: 'running', settings, conditions, passages, questions: count, asked: 0, notes: [], createdAt: clock.now(),
    ...(embeddingModelId === undefined ? {} : { embeddingModelId }),
  };
  const start = { id: evaluation.id, workspaceId, slot: `dataset-evaluation/${datasetId}`, input: evaluation, writes: [() => evaluations.ensure(evaluation)], here: false };
  try {
    await audit.attempt(principal, 'evaluation.start', datasetResource(dataset), () => work.start(evaluating, start), { evaluation: evaluation.id });
  } catch (error) {
    if (error instanceof SlotTaken) throw new Conflict('An evaluation of this data set is under way: wait for its end, or cancel it.');
    throw error;
  }
  return evaluation;
}

/** A page of the evaluations of a data set, the newest first. Throws `NotFound` and `PermissionDenied`. */
export async function listEvaluations(context: KnowledgeContext, principal: Principal, datasetId: string, page: { readonly limit: number; readonly after?: string }): Promise<Page<EvaluationDocument>> {
  await findDataset(context, principal, 'knowledge.read', datasetId);
  return context.evaluations.evaluations.find({ ...page, where: { datasetId }, sort: 'createdAt', descending: true });
}

/** An evaluation. Throws `NotFound` and `PermissionDenied`. */
export async function findEvaluation({ evaluations: { evaluations }, identity }: KnowledgeContext, principal: Principal, evaluationId: string): Promise<Read<EvaluationDocument>> {
  const evaluation = await evaluations.get(evaluationId);
  if (!evaluation) throw new NotFound('evaluation', evaluationId);
  await identity.authorize(principal, 'knowledge.read', { type: 'evaluation', id: evaluationId, workspaceId: evaluation.workspaceId });
  return evaluation;
}

/** What was found for a question, and in an evaluation before. */
export interface ComparedResult extends ResultDocument {
  readonly before?: readonly number[];
}

/** A page of what an evaluation found, in the order in which the questions were saved. Throws `NotFound` and `PermissionDenied`. */
export async function listResults(
  context: KnowledgeContext,
  principal: Principal,
  evaluationId: string,
  comparedWith: string | undefined,
  page: { readonly limit: number; readonly after?: string },
): Promise<Page<ComparedResult>> {
  const { results } = context.evaluations;
  const { datasetId } = await findEvaluation(context, principal, evaluationId);
  if (comparedWith !== undefined && (await findEvaluation(context, principal, comparedWith)).datasetId !== datasetId) throw new NotFound('evaluation', comparedWith);
  const found = await results.find({ ...page, where: { evaluationId }, sort: 'savedAt' });
  if (comparedWith === undefined) return found;
  const others = await results.getMany(found.items.map(({ questionId }) => resultId(comparedWith, questionId)));
  const ranks = new Map(others.map((other) => [other.questionId, other.ranks]));
  return {
    ...found,
    items: found.items.map((result) => {
      const before = ranks.get(result.questionId);
      return before === undefined ? result : { ...result, before };
    }),
  };
}

/** An evaluation as the management API shows it. */
export function showEvaluation({ id, datasetId, state, reason, settings, conditions = [], embeddingModelId = '', passages, questions, asked, measures, notes, ownerId, createdAt, endedAt }: EvaluationDocument): Evaluation {
  const { mode, topK, minScore, rerank, deriveFilter = false } = settings;
  return {
    id, dataset_id: datasetId, state, work_id: id, settings: { mode, top_k: topK, min_score: minScore, rerank, filter: conditions.map(showCondition), derive_filter: deriveFilter }, embedding_model_id: embeddingModelId, passages, questions, asked,
    ...showNotes(notes.filter((note) => typeof note !== 'string')), owner_id: ownerId, created_at: seconds(createdAt),
    ...(reason === undefined ? {} : { reason }),
    ...(measures === undefined ? {} : { measures }),
    ...(endedAt === undefined ? {} : { ended_at: seconds(endedAt) }),
  };
}

/** What was found for a question, as the management API shows it. */
export function showResult({ questionId, question, expected, ranks, before }: ComparedResult): EvaluationResult {
  return { question_id: questionId, question, expected: expected.map(shortened), ranks: [...ranks], ...(before === undefined ? {} : { before: [...before] }) };
}
