import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointNumberedPages, endpointQuery } from './endpoint.ts';

/** Bots, their drafts and versions, and the templates to make them from. */
export const botsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listBots: build.infiniteQuery({ ...endpointNumberedPages(contract.listBots, 24), providesTags: ['Bot'] }),
    createBot: build.mutation({ ...endpointQuery(contract.createBot), invalidatesTags: ['Bot'] }),
    duplicateBot: build.mutation({ ...endpointQuery(contract.duplicateBot), invalidatesTags: ['Bot'] }),
    deleteBot: build.mutation({ ...endpointQuery(contract.deleteBot), invalidatesTags: ['Bot'] }),
    listTemplates: build.query(endpointQuery(contract.listTemplates)),
    duplicateTemplate: build.mutation({ ...endpointQuery(contract.duplicateTemplate), invalidatesTags: ['Bot'] }),
    getBotDraft: build.query({ ...endpointQuery(contract.getBotDraft), providesTags: ['BotDraft'] }),
    listBotVersions: build.infiniteQuery({ ...endpointNumberedPages(contract.listBotVersions, 20), providesTags: ['BotVersion'] }),
    getBotVersion: build.query({ ...endpointQuery(contract.getBotVersion), providesTags: ['BotVersion'] }),
    publishBot: build.mutation({ ...endpointQuery(contract.publishBot), invalidatesTags: ['Bot', 'BotDraft', 'BotVersion'] }),
    unpublishBot: build.mutation({ ...endpointQuery(contract.unpublishBot), invalidatesTags: ['Bot', 'BotDraft', 'BotVersion'] }),
    rollBackBot: build.mutation({ ...endpointQuery(contract.rollBackBot), invalidatesTags: ['Bot', 'BotDraft', 'BotVersion'] }),
  }),
});

/** Saving a draft: its answer is the draft, which then need not be read again. */
const draftsApi = botsApi.injectEndpoints({
  endpoints: (build) => ({
    putBotDraft: build.mutation({
      ...endpointQuery(contract.putBotDraft),
      invalidatesTags: ['Bot'],
      onQueryStarted: ({ params }, { dispatch, queryFulfilled }) => {
        queryFulfilled.then(
          ({ data }) => void dispatch(botsApi.util.upsertQueryData('getBotDraft', { params }, data)),
          // The editor shows why.
          () => undefined,
        );
      },
    }),
  }),
});

export const { usePutBotDraftMutation } = draftsApi;

export const {
  useListBotsInfiniteQuery,
  useCreateBotMutation,
  useDuplicateBotMutation,
  useDeleteBotMutation,
  useListTemplatesQuery,
  useDuplicateTemplateMutation,
  useGetBotDraftQuery,
  useLazyGetBotDraftQuery,
  useListBotVersionsInfiniteQuery,
  useGetBotVersionQuery,
  usePublishBotMutation,
  useUnpublishBotMutation,
  useRollBackBotMutation,
} = botsApi;
