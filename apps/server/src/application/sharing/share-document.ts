import type { ShareAccess } from '@buckle/contract';
import type { Collection, Documents } from '#data/documents/port.ts';

/** How a bot is shared. */
export interface ShareDocument {
  /** The bot's. */
  readonly id: string;
  readonly workspaceId: string;
  /** The page's own part of its address. */
  readonly slug: string;
  readonly access: ShareAccess;
  readonly passwordHash?: string;
  /** Rises with every new password, so that passes of the one before hold no longer. */
  readonly passwordNumber: number;
  readonly messagesPerMinute: number;
  readonly messagesPerDay: number;
}

export function openShares(documents: Documents): Promise<Collection<ShareDocument>> {
  return documents.collection<ShareDocument>({ name: 'shares', schemaVersion: 1, indexes: [{ fields: ['slug'], unique: true }, { fields: ['workspaceId'] }] });
}
