import type { CollectionDefinition } from '#data/documents/port.ts';

/**
 * The states of a piece of work. `queued`: ready, nobody has it. `running`: owned by a process.
 * `waiting`: for something from outside, or for `dueAt`. The other three are its ends; `failed` is
 * also where dead letters lie, with their reason.
 */
export type WorkState = 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'canceled';

/** How work can end. */
export type EndState = Extract<WorkState, 'completed' | 'failed' | 'canceled'>;

/** A piece of durable work as it is stored. Times are in milliseconds. */
export interface WorkDocument {
  readonly id: string;
  readonly kind: string;
  readonly workspaceId: string;
  readonly state: WorkState;
  /** Held by at most one piece of work that has not ended; see `StartOptions.slot`. */
  readonly slot?: string;
  /** The process that runs it. */
  readonly owner?: string;
  /** Rises by one with every claim. */
  readonly epoch: number;
  /** How many claims in a row found the journal no longer than the one before left it. */
  readonly claimsWithoutProgress: number;
  /** The journal's length after the last claim. */
  readonly journalAtClaim: number;
  /** How often it was tried again after an error of its own. */
  readonly retries: number;
  /** When waiting work becomes ready by itself. */
  readonly dueAt?: number;
  readonly cancelRequested?: boolean;
  /** Why it failed, in words for the user. Sealed. */
  readonly reason?: string;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** What it was started with. Sealed. */
  readonly input: unknown;
}

export const workCollection: CollectionDefinition<WorkDocument> = {
  name: 'work',
  schemaVersion: 1,
  indexes: [
    { fields: ['slot'], unique: true },
    { fields: ['owner', 'cancelRequested'] },
    { fields: ['state', 'workspaceId'] },
    { fields: ['state', 'dueAt'] },
    { fields: ['state', 'endedAt'] },
    { fields: ['workspaceId', 'kind', 'state', 'createdAt'] },
  ],
};
