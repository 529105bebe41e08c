import { createHmac, type KeyObject } from 'node:crypto';
import type { AuditOutcome } from '@buckle/contract';
import type { Collection, Documents, StoredDocument } from '#data/documents/port.ts';

/** Stands for the workspace in entries that concern the instance as a whole. */
export const INSTANCE = 'instance';

/** What an entry may say beside its fields. Never a password, a token or another secret. */
export type AuditDetails = Readonly<Record<string, string | number | boolean>>;

/** Who did what, on what, from where, with which outcome and when. */
export interface AuditFacts {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly workspaceId: string;
  /** These three are empty where nobody was signed in. */
  readonly actorId: string;
  readonly via: string;
  readonly credentialId: string;
  readonly address: string;
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly outcome: AuditOutcome;
  readonly details: AuditDetails;
}

/** An entry and its place in a chain. */
export interface AuditEntry extends StoredDocument, AuditFacts {
  readonly chain: number;
  /** Counted from 0. */
  readonly sequence: number;
  /** The hash of the entry before, or the genesis of the chain. */
  readonly previous: string;
  /** HMAC over all other fields. */
  readonly hash: string;
}

/**
 * Where a chain ends: signed, so that nobody can shorten it. Chains are numbered from 1 without a
 * gap, so that none can go missing before the last.
 */
export interface ChainHead extends StoredDocument {
  readonly chain: number;
  /** Of the last entry; -1 while there is none. */
  readonly sequence: number;
  readonly hash: string;
  readonly signature: string;
}

/** Where the audit log is kept. */
export interface AuditStores extends Pick<Documents, 'inOrder'> {
  readonly entries: Collection<AuditEntry>;
  readonly heads: Collection<ChainHead>;
}

/** Opens the collections of the audit log. */
export async function openAuditStores(documents: Documents): Promise<AuditStores> {
  const entries = await documents.collection<AuditEntry>({
    name: 'auditEntries',
    schemaVersion: 1,
    indexes: [
      { fields: ['chain', 'sequence'], unique: true },
      { fields: ['workspaceId', 'at'] },
      { fields: ['workspaceId', 'actorId', 'at'] },
      { fields: ['workspaceId', 'action', 'at'] },
      { fields: ['workspaceId', 'actorId', 'action', 'at'] },
    ],
  });
  const heads = await documents.collection<ChainHead>({
    name: 'auditHeads',
    schemaVersion: 1,
    indexes: [{ fields: ['chain'], unique: true }],
  });
  return { entries, heads, inOrder: (writes) => documents.inOrder(writes) };
}

/** What the first entry of a chain names as its predecessor. */
export function genesis(chain: number): string {
  return `chain ${chain}`;
}

/** The HMAC of an entry over everything that it says, in a fixed order. */
export function hashEntry(key: KeyObject, entry: Omit<AuditEntry, 'hash'>): string {
  const details = Object.entries(entry.details).sort(([a], [b]) => (a < b ? -1 : 1));
  return hmac(key, [
    'entry',
    entry.chain,
    entry.sequence,
    entry.previous,
    entry.id,
    entry.at,
    entry.workspaceId,
    entry.actorId,
    entry.via,
    entry.credentialId,
    entry.address,
    entry.action,
    entry.resourceType,
    entry.resourceId,
    entry.outcome,
    details,
  ]);
}

/** A chain's head, signed. */
export function signHead(key: KeyObject, chain: number, sequence: number, hash: string): ChainHead {
  return { id: String(chain), chain, sequence, hash, signature: hmac(key, ['head', chain, sequence, hash]) };
}

function hmac(key: KeyObject, parts: readonly unknown[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}
