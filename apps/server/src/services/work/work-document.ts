import type { DocumentReason } from '@buckle/contract';
import type { CollectionDefinition, Documents } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { JournalEntry } from './journal.ts';
import { SHARED_LINE } from './kind.ts';

/**
 * The states of a piece of work. `queued`: ready, nobody has it. `running`: owned by a process.
 * `waiting`: for something from outside, or for `dueAt`. The other three are its ends; `failed` is
 * also where dead letters lie, with their reason.
 */
export const workStates = ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled'] as const;
export type WorkState = (typeof workStates)[number];

/** How work can end. */
export const endStates = ['completed', 'failed', 'canceled'] as const satisfies readonly WorkState[];
export type EndState = (typeof endStates)[number];

/** States in which work has not ended. */
export const openStates = ['queued', 'waiting', 'running'] as const satisfies readonly WorkState[];

/** Whether work in a state has ended. */
export function isEnd(state: WorkState): state is EndState {
  return (endStates as readonly WorkState[]).includes(state);
}

/** How far work has come, as its users see it. */
export interface WorkProgress {
  /** What it is at, such as `files`. */
  readonly step: string;
  /** How much it has done in all, in things of the kinds that it works on. */
  readonly done: number;
}

/** A piece of durable work as it is stored. Times are in milliseconds. */
export interface WorkDocument {
  readonly id: string;
  readonly kind: string;
  /** `INSTANCE_SCOPE` for work that has to outlive the workspace that it is about. */
  readonly workspaceId: string;
  /** Who started it, of work of the instance: they may watch it. */
  readonly actorId?: string;
  readonly state: WorkState;
  /** The line that it waits in while it is queued: see `lineOf`. */
  readonly line: string;
  /** Held by at most one piece of work that has not ended; see `StartOptions.slot`. */
  readonly slot?: string;
  /** The slot that failed work had and takes again when it is tried again. */
  readonly formerSlot?: string;
  /** The process that runs it. */
  readonly owner?: string;
  /** Rises by one with every claim. */
  readonly epoch: number;
  /** How many claims in a row found the journal no longer than the one before left it. */
  readonly claimsWithoutProgress: number;
  /**
   * Set where an owner was given up for dead. It may only be paused, so the journal is kept after the
   * end too, until the work is forgotten: in an empty one it would find its position free.
   */
  readonly ownerLost?: boolean;
  /** The journal's length after the last claim. */
  readonly journalAtClaim: number;
  /** How often it was tried again after an error of its own. */
  readonly retries: number;
  /** How often in a row its owner put it back since it could not commit what it came to. */
  readonly handBacks?: number;
  /** Set where waiting work waits to be let go: see `HeldWork`. */
  readonly held?: true;
  /** When waiting work becomes ready by itself. */
  readonly dueAt?: number;
  readonly cancelRequested?: boolean;
  /** What was given to it from outside, until it stands in the journal: see `Work.give`. Sealed. */
  readonly given?: readonly JournalEntry[];
  readonly isGiven?: true;
  readonly progress?: WorkProgress;
  /** Why it failed, or, while it is open, why it has to be tried again: in words for the user. Sealed. */
  readonly reason?: string;
  /** The same for programs, where it has a code. Sealed. */
  readonly reasonCode?: DocumentReason;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** What it was started with; removed at its end, unless it can be tried again. Sealed. */
  readonly input?: unknown;
}

export const workCollection: CollectionDefinition<WorkDocument> = {
  name: 'work',
  schemaVersion: 2,
  indexes: [
    { fields: ['slot'], unique: true },
    { fields: ['owner'], sparse: true },
    { fields: ['owner', 'cancelRequested'], sparse: true },
    { fields: ['owner', 'isGiven'], sparse: true },
    { fields: ['state', 'workspaceId'] },
    { fields: ['state', 'line', 'workspaceId'] },
    { fields: ['state', 'dueAt'], sparse: true },
    { fields: ['state', 'workspaceId', 'endedAt'], sparse: true },
    { fields: ['held', 'workspaceId'], sparse: true },
    { fields: ['workspaceId', 'kind', 'state', 'createdAt'] },
    { fields: ['actorId', 'kind', 'state', 'createdAt'], sparse: true },
  ],
  upgrades: [(work) => ({ ...work, line: SHARED_LINE })],
};

/** Opens the work of all workspaces. */
export function openWorks(documents: Documents, keyring: Keyring): Promise<SealedCollection<WorkDocument>> {
  return sealedCollection<WorkDocument>(documents, keyring, { ...workCollection, sealed: ['input', 'reason', 'reasonCode', 'given'], scopeOf: (work) => work.workspaceId });
}
