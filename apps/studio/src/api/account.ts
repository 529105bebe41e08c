import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** The caller's own account and its sessions. */
export const accountApi = api.injectEndpoints({
  endpoints: (build) => ({
    getProfile: build.query({ ...endpointQuery(contract.getProfile), providesTags: ['Profile'] }),
    updateProfile: build.mutation({ ...endpointQuery(contract.updateProfile), invalidatesTags: ['Profile', 'Member'] }),
    changePassword: build.mutation({ ...endpointQuery(contract.changePassword), invalidatesTags: ['Session'] }),
    deleteOwnAccount: build.mutation(endpointQuery(contract.deleteOwnAccount)),
    listSessions: build.infiniteQuery({ ...endpointPages(contract.listSessions), providesTags: ['Session'] }),
    revokeSession: build.mutation({ ...endpointQuery(contract.revokeSession), invalidatesTags: ['Session'] }),
  }),
});

export const {
  useGetProfileQuery,
  useUpdateProfileMutation,
  useChangePasswordMutation,
  useDeleteOwnAccountMutation,
  useListSessionsInfiniteQuery,
  useRevokeSessionMutation,
} = accountApi;
