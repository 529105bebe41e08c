import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointQuery } from './endpoint.ts';

/** What models were used for, and what a workspace may use. */
export const usageApi = api.injectEndpoints({
  endpoints: (build) => ({
    getUsage: build.query(endpointQuery(contract.getUsage)),
    getLimits: build.query({ ...endpointQuery(contract.getLimits), providesTags: ['Limits'] }),
    putLimits: build.mutation({ ...endpointQuery(contract.putLimits), invalidatesTags: ['Limits'] }),
    putInstanceLimits: build.mutation({ ...endpointQuery(contract.putInstanceLimits), invalidatesTags: ['Limits'] }),
  }),
});

export const { useGetUsageQuery, useGetLimitsQuery, usePutLimitsMutation, usePutInstanceLimitsMutation } = usageApi;
