import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { datasetParams } from './knowledge.ts';
import { searchCondition, searchFilter, searchModes, searchNote } from './knowledge-search.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Knowledge';

export const savedQuestion = z
  .object({
    id: z.string(),
    dataset_id: id,
    question: z.string(),
    expected: z.array(z.object({ text: z.string().describe('What the passage says, shortened') })),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'SavedQuestion' });

export type SavedQuestion = z.output<typeof savedQuestion>;

/** A question with what is to be found for it. */
export const questionToSave = z
  .strictObject({
    question: z.string().trim().min(1).max(2_000),
    passage_ids: z.array(idInRequest).max(20).default([]).describe('The passages that answer it'),
    quotes: z.array(z.string().trim().min(1).max(2_000)).max(20).default([]).describe('Or texts that stand in them'),
  })
  .refine(({ passage_ids: passages, quotes }) => passages.length + quotes.length > 0, 'name a passage or a quote that is to be found');

export const saveQuestions = endpoint('POST', '/api/knowledge/datasets/{dataset_id}/questions', {
  name: 'saveQuestions',
  tag,
  summary: 'Save questions with the passages that are to be found for them; one that is there already gets these passages instead',
  permission: 'knowledge.edit',
  params: datasetParams,
  body: z.strictObject({ questions: z.array(questionToSave).min(1).max(100) }),
  answer: z.object({ items: z.array(savedQuestion) }),
});

export const listQuestions = endpoint('GET', '/api/knowledge/datasets/{dataset_id}/questions', {
  name: 'listQuestions',
  tag,
  summary: 'The saved questions of a data set, the newest first',
  permission: 'knowledge.read',
  params: datasetParams,
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(savedQuestion),
});

export const deleteQuestion = endpoint('DELETE', '/api/knowledge/questions/{question_id}', {
  name: 'deleteQuestion',
  tag,
  summary: 'Delete a saved question; evaluations keep what they found for it',
  permission: 'knowledge.edit',
  params: z.object({ question_id: idInRequest }),
});

const evaluationSettings = {
  mode: z.enum(searchModes),
  top_k: z.int().min(1).max(100),
  min_score: z.number().min(0).max(1),
};

/** How an evaluation stands. */
export const evaluationStates = ['running', 'completed', 'failed', 'canceled'] as const;

const share = z.number().min(0).max(1);

export const evaluation = z
  .object({
    id,
    dataset_id: id,
    state: z.enum(evaluationStates),
    reason: z.string().optional().describe('Why it failed'),
    work_id: z.string().describe('The work that it is: cancel it, or try it again, at `/api/work`'),
    settings: z.object({ ...evaluationSettings, filter: z.array(searchCondition), derive_filter: z.boolean().describe('Whether a model made further conditions of each question'), rerank: z.union([z.boolean(), z.string()]).describe('The model, where one was named') }),
    embedding_model_id: z.string().describe('That the data set had; empty where there was none'),
    passages: z.int().describe('That the data set had'),
    questions: z.int().describe('How many are asked'),
    asked: z.int().describe('How many were asked by now'),
    measures: z
      .object({
        recall: share.describe('Of the expected passages, how many were among the first `top_k`: the mean of all questions'),
        mrr: share.describe('One divided by the rank of the first expected passage: the mean'),
        ndcg: share.describe('Normalised discounted cumulative gain of the first `top_k`: the mean'),
        milliseconds: z.number().describe('How long a search took: the mean'),
      })
      .optional()
      .describe('Once it is completed'),
    notes: z.array(z.string()).describe('What searches had to do without'),
    note_codes: z.array(searchNote).describe('The same for programs'),
    owner_id: z.string(),
    created_at: timestamp,
    ended_at: timestamp.optional(),
  })
  .meta({ id: 'Evaluation' });

export type Evaluation = z.output<typeof evaluation>;

export const startEvaluation = endpoint('POST', '/api/knowledge/datasets/{dataset_id}/evaluations', {
  name: 'startEvaluation',
  tag,
  summary: 'Ask all saved questions and measure what is found; the last 100 evaluations of a data set are kept',
  permission: 'knowledge.edit',
  params: datasetParams,
  body: z.strictObject({
    mode: evaluationSettings.mode.default('hybrid'),
    top_k: evaluationSettings.top_k.default(10),
    min_score: evaluationSettings.min_score.default(0),
    filter: searchFilter.default([]),
    derive_filter: z.boolean().default(false).describe('As that of a search: a model makes further conditions of each question'),
    rerank: z.union([z.boolean(), z.strictObject({ model_id: idInRequest })]).default(false),
  }),
  answer: evaluation,
});

export const listEvaluations = endpoint('GET', '/api/knowledge/datasets/{dataset_id}/evaluations', {
  name: 'listEvaluations',
  tag,
  summary: 'The evaluations of a data set, the newest first',
  permission: 'knowledge.read',
  params: datasetParams,
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(evaluation),
});

const evaluationParams = z.object({ evaluation_id: idInRequest });

export const getEvaluation = endpoint('GET', '/api/knowledge/evaluations/{evaluation_id}', {
  name: 'getEvaluation',
  tag,
  summary: 'An evaluation, with how far it has come',
  permission: 'knowledge.read',
  params: evaluationParams,
  answer: evaluation,
});

/** At which places, from 1, the expected passages stood: 0 where one was not found. */
const ranks = z.array(z.int().min(0));

export const evaluationResult = z
  .object({
    question_id: z.string(),
    question: z.string(),
    expected: z.array(z.string()).describe('What the expected passages say, shortened'),
    ranks: ranks.describe('At which place each of them was found, from 1; 0 where it was missed'),
    before: ranks.optional().describe('The same in the evaluation that it is compared with'),
  })
  .meta({ id: 'EvaluationResult' });

export type EvaluationResult = z.output<typeof evaluationResult>;

export const listEvaluationResults = endpoint('GET', '/api/knowledge/evaluations/{evaluation_id}/results', {
  name: 'listEvaluationResults',
  tag,
  summary: 'What an evaluation found for each question, in the order in which they were asked',
  permission: 'knowledge.read',
  params: evaluationParams,
  query: z.strictObject({ ...tokenPageQuery, compared_with: idInRequest.optional().describe('Another evaluation of the same data set') }),
  answer: tokenPage(evaluationResult),
});
