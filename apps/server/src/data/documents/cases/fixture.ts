import { afterEach } from 'vitest';
import type { CollectionDefinition, Documents } from '../port.ts';

/** A store of an adapter, for one test. */
export interface Store {
  readonly documents: Documents;
  /** Closes the documents and opens them again; absent where nothing outlives closing. */
  reopen?(): Promise<Documents>;
  /** Closes whatever is open and removes what was stored. */
  end(): Promise<void>;
}

/** Makes an empty store. */
export type OpenStore = () => Promise<Store>;

/** A document with every kind of field that an index can hold. */
export interface Task {
  readonly id: string;
  readonly workspaceId: string;
  readonly state?: string;
  readonly priority?: number;
  readonly urgent?: boolean;
  readonly slug?: string;
  readonly attempts?: number;
  readonly note?: unknown;
}

export const tasks: CollectionDefinition<Task> = {
  name: 'tasks',
  schemaVersion: 1,
  indexes: [
    { fields: ['workspaceId', 'state', 'priority'] },
    { fields: ['workspaceId', 'priority'] },
    { fields: ['urgent'] },
    { fields: ['workspaceId', 'slug'], unique: true },
    { fields: ['state', 'attempts'], sparse: true },
  ],
};

/** Opens stores for the tests of a suite and ends them after each. */
export function storesOf(open: OpenStore): OpenStore {
  const opened: Store[] = [];
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.end();
  });
  return async () => {
    const store = await open();
    opened.push(store);
    return store;
  };
}

/** Closes a store and opens it again. */
export async function reopen(store: Store): Promise<Documents> {
  if (store.reopen === undefined) throw new Error('This store does not outlive closing.');
  return store.reopen();
}
