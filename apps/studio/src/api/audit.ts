import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointPages, endpointQuery } from './endpoint.ts';

/** The audit log. */
export const auditApi = api.injectEndpoints({
  endpoints: (build) => ({
    listAudit: build.infiniteQuery({ ...endpointPages(contract.listAudit), providesTags: ['Audit'] }),
    verifyAudit: build.query(endpointQuery(contract.verifyAudit)),
  }),
});

export const { useListAuditInfiniteQuery, useLazyVerifyAuditQuery } = auditApi;
