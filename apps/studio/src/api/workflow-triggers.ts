import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { type AnswerOf, endpointPages, endpointQuery } from './endpoint.ts';

/** A trigger of a workflow. */
export type Trigger = AnswerOf<typeof contract.readTrigger>;

/** One firing of a trigger. */
export type Firing = AnswerOf<typeof contract.fireTrigger>;

/** Triggers of workflows, and what they have fired. */
const triggersApi = api.injectEndpoints({
  endpoints: (build) => ({
    listTriggers: build.infiniteQuery({ ...endpointPages(contract.listTriggers), providesTags: ['Trigger'] }),
    createTrigger: build.mutation({ ...endpointQuery(contract.createTrigger), invalidatesTags: ['Trigger'] }),
    changeTrigger: build.mutation({ ...endpointQuery(contract.changeTrigger), invalidatesTags: ['Trigger'] }),
    pauseTrigger: build.mutation({ ...endpointQuery(contract.pauseTrigger), invalidatesTags: ['Trigger'] }),
    resumeTrigger: build.mutation({ ...endpointQuery(contract.resumeTrigger), invalidatesTags: ['Trigger'] }),
    rotateTriggerSecret: build.mutation({ ...endpointQuery(contract.rotateTriggerSecret), invalidatesTags: ['Trigger'] }),
    fireTrigger: build.mutation({ ...endpointQuery(contract.fireTrigger), invalidatesTags: ['Trigger', 'Firing', 'Run'] }),
    deleteTrigger: build.mutation({ ...endpointQuery(contract.deleteTrigger), invalidatesTags: ['Trigger'] }),
    listFirings: build.infiniteQuery({ ...endpointPages(contract.listFirings), providesTags: ['Firing'] }),
    previewSchedule: build.query(endpointQuery(contract.previewSchedule)),
  }),
});

export const {
  useListTriggersInfiniteQuery,
  useCreateTriggerMutation,
  useChangeTriggerMutation,
  usePauseTriggerMutation,
  useResumeTriggerMutation,
  useRotateTriggerSecretMutation,
  useFireTriggerMutation,
  useDeleteTriggerMutation,
  useListFiringsInfiniteQuery,
  usePreviewScheduleQuery,
} = triggersApi;
