import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** How bots are shared, and what their visitors do. */
export const shareApi = api.injectEndpoints({
  endpoints: (build) => ({
    getSharing: build.query({ ...endpointQuery(contract.getSharing), providesTags: ['Sharing'] }),
    putSharing: build.mutation({ ...endpointQuery(contract.putSharing), invalidatesTags: ['Sharing'] }),
    getSharedBot: build.query({ ...endpointQuery(contract.getSharedBot), providesTags: ['Visit'] }),
    /** Makes the browser known and answers with the page, where nothing else is to be done before. */
    visit: build.query({ ...endpointQuery(contract.enterShare), providesTags: ['Visit'] }),
    enterShare: build.mutation({ ...endpointQuery(contract.enterShare), invalidatesTags: ['Visit'] }),
    listVisitorConversations: build.infiniteQuery({ ...endpointPages(contract.listVisitorConversations), providesTags: ['VisitorConversation'] }),
    // Read anew each time: it may have been gone on with.
    listVisitorMessages: build.infiniteQuery({ ...endpointPages(contract.listVisitorMessages), keepUnusedDataFor: 0 }),
    cancelVisitorChat: build.mutation(endpointQuery(contract.cancelVisitorChat)),
    deleteVisitorConversation: build.mutation({ ...endpointQuery(contract.deleteVisitorConversation), invalidatesTags: ['VisitorConversation'] }),
    giveVisitorFeedback: build.mutation(endpointQuery(contract.giveVisitorFeedback)),
  }),
});

export const {
  useGetSharingQuery,
  usePutSharingMutation,
  useGetSharedBotQuery,
  useVisitQuery,
  useEnterShareMutation,
  useListVisitorConversationsInfiniteQuery,
  useListVisitorMessagesInfiniteQuery,
  useCancelVisitorChatMutation,
  useDeleteVisitorConversationMutation,
  useGiveVisitorFeedbackMutation,
} = shareApi;
