import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** Durable work: of a workspace, or without one the deletions that the caller may watch. */
export const workApi = api.injectEndpoints({
  endpoints: (build) => ({
    listWork: build.infiniteQuery({ ...endpointPages(contract.listWork), providesTags: ['Work'] }),
    retryWork: build.mutation({ ...endpointQuery(contract.retryWork), invalidatesTags: ['Work'] }),
  }),
});

export const { useListWorkInfiniteQuery, useRetryWorkMutation } = workApi;
