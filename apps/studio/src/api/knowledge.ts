import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { type AnswerOf, endpointPages, endpointQuery } from './endpoint.ts';
import { isApiFailure } from './failure.ts';

/** What a search of passages has found. */
export type Found = AnswerOf<typeof contract.searchKnowledge>;

/** Whether something is not there any more. A list that was read again would take away what is typed into it. */
function isGone(error: unknown): boolean {
  return isApiFailure(error) && error.status === 404;
}

/** Data sets, their documents and passages. */
const knowledgeApi = api.injectEndpoints({
  endpoints: (build) => ({
    listDatasets: build.infiniteQuery({ ...endpointPages(contract.listDatasets), providesTags: ['Dataset'] }),
    getDataset: build.query({ ...endpointQuery(contract.getDataset), providesTags: ['Dataset'] }),
    getDatasetStatistics: build.query(endpointQuery(contract.getDatasetStatistics)),
    createDataset: build.mutation({ ...endpointQuery(contract.createDataset), invalidatesTags: ['Dataset'] }),
    updateDataset: build.mutation({ ...endpointQuery(contract.updateDataset), invalidatesTags: ['Dataset'] }),
    listDatasetUsages: build.query({ ...endpointQuery(contract.listDatasetUsages), keepUnusedDataFor: 0 }),
    deleteDataset: build.mutation(endpointQuery(contract.deleteDataset)),
    listDocuments: build.infiniteQuery({ ...endpointPages(contract.listDocuments), providesTags: ['KnowledgeDocument'] }),
    getDocument: build.query({ ...endpointQuery(contract.getDocument), providesTags: ['KnowledgeDocument'] }),
    addDocument: build.mutation({ ...endpointQuery(contract.addDocument), invalidatesTags: ['KnowledgeDocument', 'Dataset'] }),
    updateDocument: build.mutation({ ...endpointQuery(contract.updateDocument), invalidatesTags: ['KnowledgeDocument', 'Found'] }),
    setCaption: build.mutation({ ...endpointQuery(contract.setCaption), invalidatesTags: ['KnowledgeDocument', 'Passage', 'Found'] }),
    readDocumentAgain: build.mutation({ ...endpointQuery(contract.readDocumentAgain), invalidatesTags: ['KnowledgeDocument'] }),
    cancelReading: build.mutation({ ...endpointQuery(contract.cancelWork), invalidatesTags: ['KnowledgeDocument'] }),
    cancelEmbedding: build.mutation({ ...endpointQuery(contract.cancelWork), invalidatesTags: ['Dataset'] }),
    retryFailed: build.mutation({ ...endpointQuery(contract.retryFailedDocuments), invalidatesTags: ['KnowledgeDocument'] }),
    retryReading: build.mutation({ ...endpointQuery(contract.retryWork), invalidatesTags: ['KnowledgeDocument'] }),
    deleteDocument: build.mutation(endpointQuery(contract.deleteDocument)),
    deleteDocuments: build.mutation({ ...endpointQuery(contract.deleteDocuments), invalidatesTags: ['KnowledgeDocument', 'Dataset', 'Found', 'Work'] }),
    previewPassages: build.mutation(endpointQuery(contract.previewPassages)),
    listPassages: build.infiniteQuery({ ...endpointPages(contract.listPassages), providesTags: ['Passage'] }),
    getPassage: build.query({ ...endpointQuery(contract.getPassage), keepUnusedDataFor: 0 }),
    addPassage: build.mutation({ ...endpointQuery(contract.addPassage), invalidatesTags: ['Passage', 'KnowledgeDocument', 'Found'] }),
    updatePassage: build.mutation({ ...endpointQuery(contract.updatePassage), invalidatesTags: (_, error) => (isGone(error) ? [] : ['Passage', 'Found']) }),
    deletePassage: build.mutation({ ...endpointQuery(contract.deletePassage), invalidatesTags: ['Passage', 'KnowledgeDocument', 'Found'] }),
    listSearchFields: build.query({ ...endpointQuery(contract.listSearchFields), providesTags: ['Found'] }),
    searchKnowledge: build.query({ ...endpointQuery(contract.searchKnowledge), providesTags: ['Found'] }),
  }),
});

export const {
  useListDatasetsInfiniteQuery,
  useGetDatasetQuery,
  useGetDatasetStatisticsQuery,
  useCreateDatasetMutation,
  useUpdateDatasetMutation,
  useDeleteDatasetMutation,
  useLazyListDatasetUsagesQuery,
  useListDocumentsInfiniteQuery,
  useGetDocumentQuery,
  useLazyGetDocumentQuery,
  useAddDocumentMutation,
  useUpdateDocumentMutation,
  useSetCaptionMutation,
  useReadDocumentAgainMutation,
  useCancelReadingMutation,
  useCancelEmbeddingMutation,
  useRetryReadingMutation,
  useRetryFailedMutation,
  useDeleteDocumentMutation,
  useDeleteDocumentsMutation,
  usePreviewPassagesMutation,
  useListPassagesInfiniteQuery,
  useLazyGetPassageQuery,
  useAddPassageMutation,
  useUpdatePassageMutation,
  useDeletePassageMutation,
  useListSearchFieldsQuery,
  useSearchKnowledgeQuery,
} = knowledgeApi;
