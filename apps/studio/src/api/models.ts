import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** The models that bots can ask. */
export const modelsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listModels: build.infiniteQuery({ ...endpointPages(contract.listModels), providesTags: ['Model'] }),
    listModelPresets: build.query(endpointQuery(contract.listModelPresets)),
    createModel: build.mutation({ ...endpointQuery(contract.createModel), invalidatesTags: ['Model'] }),
    updateModel: build.mutation({ ...endpointQuery(contract.updateModel), invalidatesTags: ['Model'] }),
    deleteModel: build.mutation({ ...endpointQuery(contract.deleteModel), invalidatesTags: ['Model'] }),
    // A test finds out how many dimensions an embedding model has.
    testModel: build.mutation({ ...endpointQuery(contract.testModel), invalidatesTags: ['Model'] }),
  }),
});

export const {
  useListModelsInfiniteQuery,
  useListModelPresetsQuery,
  useCreateModelMutation,
  useUpdateModelMutation,
  useDeleteModelMutation,
  useTestModelMutation,
} = modelsApi;
