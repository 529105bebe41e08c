import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointNumberedPages } from './endpoint.ts';

/** The bots of a workspace in large pages, for those who need their names alone. */
const botNamesApi = api.injectEndpoints({
  endpoints: (build) => ({
    listBotNames: build.infiniteQuery({ ...endpointNumberedPages(contract.listBots, 50), providesTags: ['Bot'] }),
  }),
});

export const { useListBotNamesInfiniteQuery } = botNamesApi;
