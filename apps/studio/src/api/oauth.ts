import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** OAuth apps, and what their users allow them. */
export const oauthApi = api.injectEndpoints({
  endpoints: (build) => ({
    listOAuthApps: build.infiniteQuery({ ...endpointPages(contract.listOAuthApps), providesTags: ['OAuthApp'] }),
    createOAuthApp: build.mutation({ ...endpointQuery(contract.createOAuthApp), invalidatesTags: ['OAuthApp', 'Authorization'] }),
    updateOAuthApp: build.mutation({ ...endpointQuery(contract.updateOAuthApp), invalidatesTags: ['OAuthApp', 'Authorization'] }),
    deleteOAuthApp: build.mutation({ ...endpointQuery(contract.deleteOAuthApp), invalidatesTags: ['OAuthApp', 'Authorization'] }),
    rotateOAuthAppSecret: build.mutation(endpointQuery(contract.rotateOAuthAppSecret)),
    createOAuthAppKey: build.mutation({ ...endpointQuery(contract.createOAuthAppKey), invalidatesTags: ['OAuthApp'] }),
    deleteOAuthAppKey: build.mutation({ ...endpointQuery(contract.deleteOAuthAppKey), invalidatesTags: ['OAuthApp'] }),
    getConsent: build.query(endpointQuery(contract.getConsent)),
    giveConsent: build.mutation({ ...endpointQuery(contract.giveConsent), invalidatesTags: ['Authorization'] }),
    getDeviceConsent: build.query(endpointQuery(contract.getDeviceConsent)),
    giveDeviceConsent: build.mutation({ ...endpointQuery(contract.giveDeviceConsent), invalidatesTags: ['Authorization'] }),
    listAuthorizations: build.infiniteQuery({ ...endpointPages(contract.listAuthorizations), providesTags: ['Authorization'] }),
    revokeAuthorization: build.mutation({ ...endpointQuery(contract.revokeAuthorization), invalidatesTags: ['Authorization'] }),
  }),
});

export const {
  useListOAuthAppsInfiniteQuery,
  useCreateOAuthAppMutation,
  useUpdateOAuthAppMutation,
  useDeleteOAuthAppMutation,
  useRotateOAuthAppSecretMutation,
  useCreateOAuthAppKeyMutation,
  useDeleteOAuthAppKeyMutation,
  useGetConsentQuery,
  useGiveConsentMutation,
  useLazyGetDeviceConsentQuery,
  useGiveDeviceConsentMutation,
  useListAuthorizationsInfiniteQuery,
  useRevokeAuthorizationMutation,
} = oauthApi;
