import type { Retention } from '@buckle/contract';
import type { Collection, Documents } from '#data/documents/port.ts';

/** How long a workspace keeps what it holds. Its id is the workspace's. */
export interface RetentionDocument {
  readonly id: string;
  readonly own: Retention;
}

export function openRetentions(documents: Documents): Promise<Collection<RetentionDocument>> {
  return documents.collection<RetentionDocument>({ name: 'retention', schemaVersion: 1, indexes: [] });
}
