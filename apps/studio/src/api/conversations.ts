import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { type AnswerOf, type Call, callOf, endpointPages, endpointQuery } from './endpoint.ts';

/** What was said to the bots of a workspace. */
export const conversationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    searchConversations: build.infiniteQuery({ ...endpointPages(contract.searchConversations), providesTags: ['Conversation'] }),
    getConversation: build.query({ ...endpointQuery(contract.retrieveConversation), providesTags: ['Conversation'] }),
    listMessages: build.infiniteQuery(newestFirst()),
    renameConversation: build.mutation({ ...endpointQuery(contract.renameConversation), invalidatesTags: ['Conversation'] }),
    // What was deleted is read no more; the list alone is read anew, by its page.
    deleteConversation: build.mutation(endpointQuery(contract.deleteConversation)),
    // Nobody looks at it twice, and it may be large.
    exportConversation: build.query({ ...endpointQuery(contract.exportConversation), keepUnusedDataFor: 0 }),
  }),
});

/** The messages of a conversation, whose pages go back in time: each begins after the last of the one before. */
function newestFirst() {
  return {
    infiniteQueryOptions: {
      initialPageParam: '',
      getNextPageParam: (page: AnswerOf<typeof contract.listMessages>) => (page.has_more ? page.last_id : undefined),
    },
    query: ({ queryArg, pageParam }: { queryArg: { readonly conversationId: string }; pageParam: string }): Call =>
      callOf(contract.listMessages, {
        query: { conversation_id: queryArg.conversationId },
        body: { order: 'desc', limit: 50, ...(pageParam !== '' && { after_id: pageParam }) },
      }),
    transformResponse: (answer: unknown) => answer as AnswerOf<typeof contract.listMessages>,
  };
}

export const {
  useSearchConversationsInfiniteQuery,
  useGetConversationQuery,
  useListMessagesInfiniteQuery,
  useRenameConversationMutation,
  useDeleteConversationMutation,
  useLazyExportConversationQuery,
} = conversationsApi;
