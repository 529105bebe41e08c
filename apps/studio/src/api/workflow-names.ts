import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointNumberedPages, endpointQuery } from './endpoint.ts';

/** The workflows of a workspace in large pages, and what one of them takes and gives, for those who call it. */
const workflowNamesApi = api.injectEndpoints({
  endpoints: (build) => ({
    listWorkflowNames: build.infiniteQuery(endpointNumberedPages(contract.listWorkflows, 50)),
    readCalledWorkflow: build.query(endpointQuery(contract.readWorkflow)),
    listCalledVersions: build.infiniteQuery(endpointNumberedPages(contract.listWorkflowVersions, 50)),
    readCalledVersion: build.query(endpointQuery(contract.readWorkflowVersion)),
  }),
});

export const {
  useListWorkflowNamesInfiniteQuery,
  useReadCalledWorkflowQuery,
  useLazyReadCalledWorkflowQuery,
  useReadCalledVersionQuery,
  useListCalledVersionsInfiniteQuery,
  useLazyReadCalledVersionQuery,
} = workflowNamesApi;
