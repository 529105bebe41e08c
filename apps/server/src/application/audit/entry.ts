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

/** What a change came to. It is no part of the entry's hash, which stands before it is known. */
export interface Ending {
  readonly outcome: 'done' | 'failed';
  /** HMAC over the outcome and the hash of the entry. */
  readonly signature: string;
}

/** An entry and its place in a chain. */
export interface AuditEntry extends StoredDocument, AuditFacts {
  readonly chain: number;
  /** Counted from 0. */
  readonly sequence: number;
  /** The hash of the entry before, or the genesis of the chain. */
  readonly previous: string;
  /** HMAC over the fields above and the facts. */
  readonly hash: string;
  /** Of a change that was `begun`, as soon as it is known. */
  readonly ending?: Ending;
}

/** Where a chain ends. */
export interface ChainEnd {
  readonly chain: number;
  /** Of the last entry; -1 while there is none. */
  readonly sequence: number;
  readonly hash: string;
}

/** Up to where the entries of a chain were removed because they were old. */
export interface ChainCut {
  /** Of the last that was removed. */
  readonly sequence: number;
  readonly hash: string;
  /** HMAC over both, so that nobody else can take a beginning away. */
  readonly signature: string;
}

/**
 * Where a chain ends as it is stored: signed, so that nobody can shorten it. Chains are numbered from
 * 1 without a gap, so that none can go missing before the last.
 */
export interface ChainHead extends StoredDocument, ChainEnd {
  /** The entries up to here of which no ending was known: every other change has one. */
  readonly open?: readonly number[];
  readonly signature: string;
  /** Absent while nothing was removed. */
  readonly cut?: ChainCut;
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

/** What a change came to, signed. */
export function signEnding(key: KeyObject, entry: AuditEntry, outcome: Ending['outcome']): Ending {
  return { outcome, signature: hmac(key, ['ending', entry.hash, outcome]) };
}

/** A chain's head, signed. `open` is absent in heads from before entries could be `begun`. */
export function signHead(key: KeyObject, end: ChainEnd, open: readonly number[] | undefined): ChainHead {
  const { chain, sequence, hash } = end;
  const signature = hmac(key, ['head', chain, sequence, hash, ...(open === undefined ? [] : [open])]);
  return { id: String(chain), chain, sequence, hash, ...(open === undefined ? {} : { open }), signature };
}

/** Up to where a chain was cut, signed. */
export function signCut(key: KeyObject, { chain, sequence, hash }: ChainEnd): ChainCut {
  return { sequence, hash, signature: hmac(key, ['cut', chain, sequence, hash]) };
}

function hmac(key: KeyObject, parts: readonly unknown[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}
