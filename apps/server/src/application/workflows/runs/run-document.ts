import type { runStates } from '@buckle/contract';
import type { Documents } from '#data/documents/port.ts';
import { sessionField } from '#kernel/principal.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { WorkContext } from '#services/work/index.ts';
import type { ChangedInputs, OnlyNode, OpenWait } from '../engine/run.ts';
import type { Values } from '../engine/values.ts';
import type { Pins } from '../plans.ts';
import type { StoredValue } from './large-values.ts';

export type RunState = (typeof runStates)[number];

/** How a run was asked for: its caller waits for the end, follows it, or comes back later. */
export const runModes = { sync: 0, streamed: 1, background: 2 } as const;

export type RunMode = (typeof runModes)[keyof typeof runModes];

/** Why a run failed. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly nodeId?: string;
  readonly nodeTitle?: string;
  /** Where the node stands in the run. */
  readonly path?: string;
}

/** From where a run goes on. */
export interface RerunOf {
  readonly runId: string;
  readonly nodeId: string;
}

/** The firing of a trigger that began a run. */
export interface RunFiring {
  readonly id: string;
  readonly triggerId: string;
  /** How many runs that made each other begin are before it. */
  readonly depth: number;
}

/** A run of a workflow. The work that does it has the same id. Times are in milliseconds. */
export interface RunDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly workflowId: string;
  /** Empty for a run of the draft. */
  readonly version: string;
  readonly state: RunState;
  readonly mode: RunMode;
  /** The node that runs alone, on trial. */
  readonly onlyNode?: string;
  /** The run whose results it goes on from, and the node from which on it runs again. */
  readonly rerunOf?: RerunOf;
  /** The trigger that began it, as whom it acts. */
  readonly triggerId?: string;
  /** Who began it: a user, or a trigger. */
  readonly creatorId: string;
  /** The session of an application that it was started in. */
  readonly sessionName?: string;
  readonly botId: string;
  readonly connectorId: string;
  /** The chat in which it ran or goes on, and its conversation, where it is part of one. */
  readonly chatId?: string;
  readonly conversationId?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly endedAt?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Sealed. */
  readonly inputs: Values;
  /** What its end node gave. Sealed. */
  readonly output?: Values;
  /** What of it lies in files: see `wholeOutput`. Sealed. */
  readonly outputStored?: readonly StoredValue[];
  /** Whether that is an answer in words. */
  readonly isAnswer?: boolean;
  /** Sealed. */
  readonly error?: RunError;
  /** What it waits for. Sealed. */
  readonly waits?: readonly OpenWait[];
  /** When it is to be removed. */
  readonly expiresAt?: number;
}

/** What a run is started with: enough to do all of it again after a kill. */
export interface RunInput {
  readonly workflowId: string;
  readonly version: string;
  readonly mode: RunMode;
  readonly creatorId: string;
  readonly sessionName?: string;
  readonly botId: string;
  readonly connectorId: string;
  readonly inputs: Values;
  /** The uploaded files among the inputs, which its caller may read. */
  readonly files?: readonly string[];
  /** Whether its caller reads all files of the workspace; see `readsFiles`. */
  readonly readsFiles?: boolean;
  readonly pins: Pins;
  readonly only?: OnlyNode;
  readonly rerunOf?: RerunOf;
  readonly changed?: ChangedInputs;
  readonly firing?: RunFiring;
}

/** The document that a run begins with. */
export function beginningRun({ id, workspaceId, createdAt, input }: Pick<WorkContext<RunInput>, 'id' | 'workspaceId' | 'createdAt' | 'input'>, state: 'queued' | 'running' = 'running'): RunDocument {
  const { workflowId, version, mode, creatorId, sessionName, botId, connectorId, inputs, only, rerunOf, firing } = input;
  return {
    id, workspaceId, workflowId, version, mode, creatorId, ...sessionField({ sessionName }), botId, connectorId, inputs, state, createdAt, updatedAt: createdAt, inputTokens: 0, outputTokens: 0,
    ...(only === undefined ? {} : { onlyNode: only.nodeId }),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    ...(firing === undefined ? {} : { triggerId: firing.triggerId }),
  };
}

export function openRuns(documents: Documents, keyring: Keyring): Promise<SealedCollection<RunDocument>> {
  return sealedCollection<RunDocument>(documents, keyring, {
    name: 'workflow_runs',
    schemaVersion: 1,
    indexes: [{ fields: ['workflowId'] }, { fields: ['workflowId', 'state'] }, { fields: ['workspaceId', 'createdAt'] }, { fields: ['conversationId'], sparse: true }, { fields: ['expiresAt'], sparse: true }],
    sealed: ['inputs', 'output', 'outputStored', 'error', 'waits'],
    scopeOf: (run) => run.workspaceId,
  });
}
