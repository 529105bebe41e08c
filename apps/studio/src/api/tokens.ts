import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** The caller's personal access tokens. */
export const tokensApi = api.injectEndpoints({
  endpoints: (build) => ({
    listTokens: build.infiniteQuery({ ...endpointPages(contract.listTokens), providesTags: ['Token'] }),
    createToken: build.mutation({ ...endpointQuery(contract.createToken), invalidatesTags: ['Token'] }),
    revokeToken: build.mutation({ ...endpointQuery(contract.revokeToken), invalidatesTags: ['Token'] }),
  }),
});

export const { useListTokensInfiniteQuery, useCreateTokenMutation, useRevokeTokenMutation } = tokensApi;
