import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** Saved questions of data sets, and how well they are answered. */
const evaluationApi = api.injectEndpoints({
  endpoints: (build) => ({
    listQuestions: build.infiniteQuery({ ...endpointPages(contract.listQuestions), providesTags: ['SavedQuestion'] }),
    saveQuestions: build.mutation({ ...endpointQuery(contract.saveQuestions), invalidatesTags: ['SavedQuestion'] }),
    deleteQuestion: build.mutation({ ...endpointQuery(contract.deleteQuestion), invalidatesTags: ['SavedQuestion'] }),
    listEvaluations: build.infiniteQuery({ ...endpointPages(contract.listEvaluations), providesTags: ['Evaluation'] }),
    getEvaluation: build.query({ ...endpointQuery(contract.getEvaluation), providesTags: ['Evaluation'] }),
    startEvaluation: build.mutation({ ...endpointQuery(contract.startEvaluation), invalidatesTags: ['Evaluation'] }),
    cancelEvaluation: build.mutation({ ...endpointQuery(contract.cancelWork), invalidatesTags: ['Evaluation'] }),
    listEvaluationResults: build.infiniteQuery(endpointPages(contract.listEvaluationResults)),
  }),
});

export const {
  useListQuestionsInfiniteQuery,
  useSaveQuestionsMutation,
  useDeleteQuestionMutation,
  useListEvaluationsInfiniteQuery,
  useGetEvaluationQuery,
  useStartEvaluationMutation,
  useCancelEvaluationMutation,
  useListEvaluationResultsInfiniteQuery,
} = evaluationApi;
