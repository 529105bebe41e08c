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
    importWorkflows: build.mutation({ ...endpointQuery(contract.importWorkflows), invalidatesTags: ['Workflow'] }),
    // It is as large as the workflows are, and wanted once.
    exportWorkflow: build.mutation(endpointQuery(contract.exportWorkflow)),
    // What was deleted is read no more; its page is left before the list is read anew.
    deleteWorkflow: build.mutation({ ...endpointQuery(contract.deleteWorkflow), invalidatesTags: ['Workflow', 'Work'] }),
    // Asked for when it matters, as it stands then.
    listWorkflowUsages: build.query({ ...endpointQuery(contract.listWorkflowUsages), keepUnusedDataFor: 0 }),
    // It changes with the configuration of the server alone.
    listCodeLanguages: build.query({ ...endpointQuery(contract.listCodeLanguages), keepUnusedDataFor: 3_600 }),
    listWorkflowVersions: build.infiniteQuery({ ...endpointNumberedPages(contract.listWorkflowVersions, 20), providesTags: ['WorkflowVersion'] }),
    // A version never changes, nor does a draft that was saved over.
    getWorkflowVersion: build.query(endpointQuery(contract.readWorkflowVersion)),
    listWorkflowDrafts: build.infiniteQuery({ ...endpointNumberedPages(contract.listWorkflowDrafts, 20), providesTags: ['WorkflowVersion'] }),
    getWorkflowDraft: build.query(endpointQuery(contract.readWorkflowDraft)),
  }),
});

/** Saving a canvas: what was sent is the draft from then on, which need not be read again. */
const draftsApi = workflowsApi.injectEndpoints({
  endpoints: (build) => ({
    saveCanvas: build.mutation({
      ...endpointQuery(contract.saveCanvas),
      // What it has replaced may be among the earlier drafts now.
      invalidatesTags: ['Workflow', 'WorkflowVersion'],
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
  useImportWorkflowsMutation,
  useExportWorkflowMutation,
  useDeleteWorkflowMutation,
  useLazyListWorkflowUsagesQuery,
  useListCodeLanguagesQuery,
  useListWorkflowVersionsInfiniteQuery,
  useGetWorkflowVersionQuery,
  useLazyGetWorkflowVersionQuery,
  useListWorkflowDraftsInfiniteQuery,
  useGetWorkflowDraftQuery,
  useLazyGetWorkflowDraftQuery,
} = workflowsApi;
