import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** Runs of workflows, beside their streams of events, which `events.ts` reads. */
export const workflowRunsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listRuns: build.infiniteQuery({ ...endpointPages(contract.listRuns), providesTags: ['Run'] }),
    startRun: build.mutation({ ...endpointQuery(contract.startRun), invalidatesTags: ['Run'] }),
    rerunRun: build.mutation({ ...endpointQuery(contract.rerunRun), invalidatesTags: ['Run'] }),
    answerRun: build.mutation({ ...endpointQuery(contract.answerRun), invalidatesTags: ['Run'] }),
    cancelRun: build.mutation({ ...endpointQuery(contract.cancelRun), invalidatesTags: ['Run'] }),
  }),
});

export const { useListRunsInfiniteQuery, useStartRunMutation, useRerunRunMutation, useAnswerRunMutation, useCancelRunMutation } = workflowRunsApi;
