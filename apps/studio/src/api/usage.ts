import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointQuery } from './endpoint.ts';

/** What models were used for, what a workspace may use, and how long it keeps what it holds. */
export const usageApi = api.injectEndpoints({
  endpoints: (build) => ({
    getUsage: build.query(endpointQuery(contract.getUsage)),
    getLimits: build.query({ ...endpointQuery(contract.getLimits), providesTags: ['Limits'] }),
    putLimits: build.mutation({ ...endpointQuery(contract.putLimits), invalidatesTags: ['Limits'] }),
    putInstanceLimits: build.mutation({ ...endpointQuery(contract.putInstanceLimits), invalidatesTags: ['Limits'] }),
    getRetention: build.query({ ...endpointQuery(contract.getRetention), providesTags: ['Retention'] }),
    putRetention: build.mutation({ ...endpointQuery(contract.putRetention), invalidatesTags: ['Retention'] }),
  }),
});

export const { useGetUsageQuery, useGetLimitsQuery, usePutLimitsMutation, usePutInstanceLimitsMutation, useGetRetentionQuery, usePutRetentionMutation } = usageApi;
