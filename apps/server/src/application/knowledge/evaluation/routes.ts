import * as contract from '@buckle/contract';
import { type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import type { KnowledgeContext } from '../context.ts';
import { conditionsOf } from '../show-conditions.ts';
import { findEvaluation, listEvaluations, listResults, showEvaluation, showResult, startEvaluation } from './evaluations.ts';
import { deleteQuestion, listQuestions, saveQuestions, showQuestion } from './saved-questions.ts';

/** The management API of saved questions, and of how well they are answered. */
export function evaluationRoutes(context: KnowledgeContext): Route[] {
  return [
    route(contract.saveQuestions, async ({ principal, params, body }) => {
      const questions = body.questions.map(({ question, passage_ids: passageIds, quotes }) => ({ question, passageIds, quotes }));
      return { items: (await saveQuestions(context, principal, params.dataset_id, questions)).map(showQuestion) };
    }),
    route(contract.listQuestions, async ({ principal, params, query }) => tokenPage(await listQuestions(context, principal, params.dataset_id, pageOf(query)), showQuestion)),
    route(contract.deleteQuestion, async ({ principal, params }) => {
      await deleteQuestion(context, principal, params.question_id);
      return {};
    }),
    route(contract.startEvaluation, async ({ principal, params, body }) => {
      const { mode, top_k: topK, min_score: minScore, rerank, filter, derive_filter: deriveFilter } = body;
      const settings = { mode, topK, minScore, rerank: typeof rerank === 'boolean' ? rerank : rerank.model_id, deriveFilter };
      return showEvaluation(await startEvaluation(context, principal, params.dataset_id, settings, conditionsOf(filter)));
    }),
    route(contract.listEvaluations, async ({ principal, params, query }) => tokenPage(await listEvaluations(context, principal, params.dataset_id, pageOf(query)), showEvaluation)),
    route(contract.getEvaluation, async ({ principal, params }) => showEvaluation(await findEvaluation(context, principal, params.evaluation_id))),
    route(contract.listEvaluationResults, async ({ principal, params, query }) => {
      return tokenPage(await listResults(context, principal, params.evaluation_id, query.compared_with, pageOf(query)), showResult);
    }),
  ];
}

function pageOf({ page_size: limit, page_token: after }: { readonly page_size: number; readonly page_token?: string | undefined }) {
  return { limit, ...(after === undefined ? {} : { after }) };
}
