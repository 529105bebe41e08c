import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointQuery } from './endpoint.ts';

/** What is read and changed of chats beside their streams, which `events.ts` reads. */
export const chatsApi = api.injectEndpoints({
  endpoints: (build) => ({
    cancelChat: build.mutation(endpointQuery(contract.cancelChat)),
    deleteMessage: build.mutation(endpointQuery(contract.deleteMessage)),
    uploadFile: build.mutation(endpointUpload()),
    getChatTrace: build.query(endpointQuery(contract.getChatTrace)),
    getVariables: build.query(endpointQuery(contract.getVariables)),
  }),
});

/** `uploadFile` with its file, which the schema of a JSON body cannot name. */
function endpointUpload() {
  const { transformResponse } = endpointQuery(contract.uploadFile);
  return {
    query: ({ file, workspaceId }: { readonly file: File; readonly workspaceId: string }) => ({
      endpoint: contract.uploadFile,
      query: { workspace_id: workspaceId },
      body: { file },
    }),
    transformResponse,
  };
}

export const {
  useCancelChatMutation,
  useDeleteMessageMutation,
  useUploadFileMutation,
  useGetChatTraceQuery,
  useGetVariablesQuery,
} = chatsApi;
