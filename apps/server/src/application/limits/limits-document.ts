import type { Limits } from '@buckle/contract';
import type { Collection, Documents } from '#data/documents/port.ts';

/** The limits of a workspace: its own administrators', and those of the instance's. */
export interface LimitsDocument {
  /** The workspace's. */
  readonly id: string;
  readonly own?: Limits;
  readonly instance?: Limits;
}

export function openLimits(documents: Documents): Promise<Collection<LimitsDocument>> {
  return documents.collection<LimitsDocument>({ name: 'limits', schemaVersion: 1, indexes: [] });
}
