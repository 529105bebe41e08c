import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages } from './endpoint.ts';

/** The models that bots can ask. */
export const modelsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listModels: build.infiniteQuery({ ...endpointPages(contract.listModels), providesTags: ['Model'] }),
  }),
});

export const { useListModelsInfiniteQuery } = modelsApi;
