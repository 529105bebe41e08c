import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** The accounts of the instance, for its administrators. */
export const usersApi = api.injectEndpoints({
  endpoints: (build) => ({
    listUsers: build.infiniteQuery({ ...endpointPages(contract.listUsers), providesTags: ['User'] }),
    createUser: build.mutation({ ...endpointQuery(contract.createUser), invalidatesTags: ['User'] }),
    updateUser: build.mutation({ ...endpointQuery(contract.updateUser), invalidatesTags: ['User', 'Profile'] }),
    deleteUser: build.mutation({ ...endpointQuery(contract.deleteUser), invalidatesTags: ['User', 'Work'] }),
    createPasswordReset: build.mutation(endpointQuery(contract.createPasswordReset)),
    createInvitation: build.mutation(endpointQuery(contract.createInvitation)),
  }),
});

export const {
  useListUsersInfiniteQuery,
  useCreateUserMutation,
  useUpdateUserMutation,
  useDeleteUserMutation,
  useCreatePasswordResetMutation,
  useCreateInvitationMutation,
} = usersApi;
