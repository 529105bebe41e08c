import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** The files of a workspace. */
export const filesApi = api.injectEndpoints({
  endpoints: (build) => ({
    listFiles: build.infiniteQuery({ ...endpointPages(contract.listFiles), providesTags: ['File'] }),
    deleteFile: build.mutation({ ...endpointQuery(contract.deleteFile), invalidatesTags: ['File', 'Limits'] }),
  }),
});

export const { useListFilesInfiniteQuery, useDeleteFileMutation } = filesApi;
