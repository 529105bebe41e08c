import type { eventSettings, firingStates, scheduleSettings, TriggerKind, triggerPauses, webhookSettings } from '@buckle/contract';
import type { z } from 'zod';
import type { Documents } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { Values } from '../engine/values.ts';

/** Why a trigger does not fire. */
export type TriggerPause = (typeof triggerPauses)[number];

/** What starts runs of a published version of a workflow by itself. Times are in milliseconds. */
export interface TriggerDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly kind: TriggerKind;
  /** In clear for lists. */
  readonly name: string;
  readonly creatorId: string;
  /** Present where it does not fire. */
  readonly pausedBy?: TriggerPause;
  /** The version that runs; the one that is online where absent. */
  readonly version?: string;
  /** The uploaded files that its parameters named when they were saved, by who could read them. */
  readonly files?: readonly string[];
  readonly pauseAfterFailures: number;
  /** Since when failures in a row count: it was made or resumed then. */
  readonly countsFrom: number;
  readonly schedule?: z.output<typeof scheduleSettings>;
  readonly webhook?: z.output<typeof webhookSettings>;
  readonly on?: z.output<typeof eventSettings>['on'];
  /** The workflow whose ends it follows. */
  readonly sourceId?: string;
  /** When it fires next; absent where it does not by itself. */
  readonly dueAt?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Sealed, as its mapping is. */
  readonly parameters: Values;
  readonly mapping: Readonly<Record<string, string>>;
  /** What callers of a webhook prove themselves with. Sealed, and never sent back. */
  readonly secret?: string;
}

/** One firing of a trigger; the work that starts its run has the same id. Times are in milliseconds. */
export interface FiringDocument {
  /** Made of the trigger's id and what made it fire, so that nothing fires twice. */
  readonly id: string;
  readonly triggerId: string;
  readonly workflowId: string;
  readonly workspaceId: string;
  readonly cause: TriggerKind | 'trial';
  readonly state: (typeof firingStates)[number];
  /** The run that it is to start; empty where none is. */
  readonly runId: string;
  /** Of a signed call: no second one may have the same. */
  readonly signature?: string;
  readonly createdAt: number;
  /** Of a schedule: when it was due. */
  readonly dueAt?: number;
  readonly endedAt?: number;
  /** Sealed. */
  readonly reason?: string;
}

export interface TriggerCollections {
  readonly triggers: SealedCollection<TriggerDocument>;
  readonly firings: SealedCollection<FiringDocument>;
}

export async function openTriggerCollections(documents: Documents, keyring: Keyring): Promise<TriggerCollections> {
  const triggers = await sealedCollection<TriggerDocument>(documents, keyring, {
    name: 'workflow_triggers',
    schemaVersion: 1,
    indexes: [
      { fields: ['workflowId'] },
      { fields: ['dueAt'], sparse: true },
      { fields: ['sourceId'], sparse: true },
      { fields: ['workspaceId', 'createdAt'] },
    ],
    sealed: ['parameters', 'mapping', 'secret'],
    scopeOf: (trigger) => trigger.workspaceId,
  });
  const firings = await sealedCollection<FiringDocument>(documents, keyring, {
    name: 'workflow_firings',
    schemaVersion: 1,
    indexes: [
      { fields: ['triggerId', 'createdAt'] },
      { fields: ['workspaceId', 'createdAt'] },
      { fields: ['signature'], unique: true },
    ],
    sealed: ['reason'],
    scopeOf: (firing) => firing.workspaceId,
  });
  return { triggers, firings };
}
