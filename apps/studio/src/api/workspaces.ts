import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** Workspaces and their members. */
export const workspacesApi = api.injectEndpoints({
  endpoints: (build) => ({
    listWorkspaces: build.infiniteQuery({ ...endpointPages(contract.listWorkspaces), providesTags: ['Workspace'] }),
    getWorkspace: build.query({ ...endpointQuery(contract.getWorkspace), providesTags: ['Workspace'] }),
    createWorkspace: build.mutation({ ...endpointQuery(contract.createWorkspace), invalidatesTags: ['Workspace'] }),
    updateWorkspace: build.mutation({ ...endpointQuery(contract.updateWorkspace), invalidatesTags: ['Workspace'] }),
    deleteWorkspace: build.mutation({ ...endpointQuery(contract.deleteWorkspace), invalidatesTags: ['Workspace', 'Work'] }),
    listMembers: build.infiniteQuery({ ...endpointPages(contract.listMembers), providesTags: ['Member'] }),
    addMember: build.mutation({ ...endpointQuery(contract.addMember), invalidatesTags: ['Member'] }),
    updateMember: build.mutation({ ...endpointQuery(contract.updateMember), invalidatesTags: ['Member', 'Workspace'] }),
    removeMember: build.mutation({ ...endpointQuery(contract.removeMember), invalidatesTags: ['Member', 'Workspace'] }),
  }),
});

export const {
  useListWorkspacesInfiniteQuery,
  useGetWorkspaceQuery,
  useCreateWorkspaceMutation,
  useUpdateWorkspaceMutation,
  useDeleteWorkspaceMutation,
  useListMembersInfiniteQuery,
  useAddMemberMutation,
  useUpdateMemberMutation,
  useRemoveMemberMutation,
} = workspacesApi;
