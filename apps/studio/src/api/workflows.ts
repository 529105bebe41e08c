import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointNumberedPages, endpointQuery } from './endpoint.ts';

/** Workflows, their drafts and versions. */
export const workflowsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listWorkflows: build.infiniteQuery({ ...endpointNumberedPages(contract.listWorkflows, 24), providesTags: ['Workflow'] }),
    createWorkflow: build.mutation({ ...endpointQuery(contract.createWorkflow), invalidatesTags: ['Workflow'] }),
    getWorkflow: build.query({ ...endpointQuery(contract.readWorkflow), providesTags: ['WorkflowDraft'] }),
    changeWorkflow: build.mutation({ ...endpointQuery(contract.changeWorkflow), invalidatesTags: ['Workflow', 'WorkflowDraft'] }),
    validateWorkflow: build.mutation(endpointQuery(contract.validateWorkflow)),
    publishWorkflow: build.mutation({ ...endpointQuery(contract.publishWorkflow), invalidatesTags: ['Workflow', 'WorkflowDraft', 'WorkflowVersion'] }),
    // What was deleted is read no more; its page is left before the list is read anew.
    deleteWorkflow: build.mutation({ ...endpointQuery(contract.deleteWorkflow), invalidatesTags: ['Workflow', 'Work'] }),
    listWorkflowVersions: build.infiniteQuery({ ...endpointNumberedPages(contract.listWorkflowVersions, 20), providesTags: ['WorkflowVersion'] }),
    // A version never changes.
    getWorkflowVersion: build.query(endpointQuery(contract.readWorkflowVersion)),
  }),
});

/** Saving a canvas: what was sent is the draft from then on, which need not be read again. */
const draftsApi = workflowsApi.injectEndpoints({
  endpoints: (build) => ({
    saveCanvas: build.mutation({
      ...endpointQuery(contract.saveCanvas),
      invalidatesTags: ['Workflow'],
      onQueryStarted: ({ params, body: { canvas } }, { dispatch, queryFulfilled }) => {
        queryFulfilled.then(
          ({ data }) =>
            void dispatch(
              workflowsApi.util.updateQueryData('getWorkflow', { params }, (known) => ({ ...known, ...data, ...(typeof canvas === 'string' ? {} : { canvas }) })),
            ),
          // Who saves shows why.
          () => undefined,
        );
      },
    }),
  }),
});

export const { useSaveCanvasMutation } = draftsApi;

export const {
  useListWorkflowsInfiniteQuery,
  useCreateWorkflowMutation,
  useGetWorkflowQuery,
  useLazyGetWorkflowQuery,
  useChangeWorkflowMutation,
  useValidateWorkflowMutation,
  usePublishWorkflowMutation,
  useDeleteWorkflowMutation,
  useListWorkflowVersionsInfiniteQuery,
  useGetWorkflowVersionQuery,
  useLazyGetWorkflowVersionQuery,
} = workflowsApi;
