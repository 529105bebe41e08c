import type { KeyObject } from 'node:crypto';
import {
  type AuditEntry,
  type AuditStores,
  type ChainEnd,
  type ChainHead,
  genesis,
  hashEntry,
  signCut,
  signEnding,
  signHead,
} from './entry.ts';

/** Where and how a chain is broken. */
export interface ChainBreak {
  readonly chain: number;
  readonly sequence: number;
  /** Empty where the entry is gone. */
  readonly entryId: string;
  readonly reason: string;
}

/** What a walk over all chains found. */
export interface Verification {
  readonly chains: number;
  readonly entries: number;
  /** Entries that were removed because they were old: their chains say so. */
  readonly removed: number;
  /** The first break, if there is one. */
  readonly firstBreak?: ChainBreak;
}

const PAGE = 500;

/**
 * Walks every chain up to its head and names the first break: a changed, removed or inserted entry,
 * a changed or removed outcome, a removed end, a missing chain. `own` is what this process knows to be
 * written. A chain may go on beyond its head: those entries were not acknowledged when their process
 * was killed.
 */
export async function verifyChains(
  stores: AuditStores,
  key: KeyObject,
  own: ChainEnd | undefined,
): Promise<Verification> {
  let chains = 0;
  let entries = 0;
  let removed = 0;
  let after: string | undefined;
  do {
    const page = await stores.heads.find({ sort: 'chain', limit: PAGE, after });
    for (const head of page.items) {
      chains += 1;
      if (head.chain !== chains) return { chains, entries, removed, firstBreak: chainGone(chains) };
      const walk = await walkUncut(stores, key, head, own?.chain === head.chain ? own.sequence : -1);
      entries += walk.entries;
      removed += walk.removed;
      if (walk.firstBreak) return { chains, entries, removed, firstBreak: walk.firstBreak };
    }
    after = page.next;
  } while (after);
  const headless = await stores.entries.find({
    where: { chain: chains + 1, sequence: { gte: 0 } },
    sort: 'sequence',
    limit: 1,
  });
  // Another process may have begun it since the heads were read.
  const isHeadless = headless.items.length > 0 && (await stores.heads.count({ chain: chains + 1 })) === 0;
  if (isHeadless || (own && own.chain > chains)) {
    return { chains, entries, removed, firstBreak: chainGone(chains + 1) };
  }
  return { chains, entries, removed };
}

/** What a walk over one chain found. */
interface Walk {
  readonly entries: number;
  readonly firstBreak?: ChainBreak;
}

/** Walks a chain, and again where a break may come from a cut that was made under way: the head says so. */
async function walkUncut(stores: AuditStores, key: KeyObject, head: ChainHead, written: number): Promise<Walk & { removed: number }> {
  for (let current = head; ; ) {
    const walk = await walkChain(stores, key, current, written);
    const later = walk.firstBreak && (await stores.heads.get(head.id));
    if (!later || later.cut?.sequence === current.cut?.sequence) return { ...walk, removed: (current.cut?.sequence ?? -1) + 1 };
    current = later;
  }
}

async function walkChain(stores: AuditStores, key: KeyObject, head: ChainHead, written: number): Promise<Walk> {
  const broken = (sequence: number, entryId: string, reason: string) => ({
    entries,
    firstBreak: { chain: head.chain, sequence, entryId, reason },
  });
  let entries = 0;
  const { cut } = head;
  let expected = (cut?.sequence ?? -1) + 1;
  let previous = cut?.hash ?? genesis(head.chain);
  let after: string | undefined;
  if (signHead(key, head, head.open).signature !== head.signature) {
    return broken(head.sequence, '', 'The head of the chain was changed.');
  }
  if (cut && signCut(key, { chain: head.chain, ...cut }).signature !== cut.signature) {
    return broken(cut.sequence, '', 'What says how far old entries were removed was changed.');
  }
  if (head.sequence < written) return broken(written, '', 'The end of the chain was removed.');
  do {
    const page = await stores.entries.find({
      // What was cut may not all be removed yet.
      where: { chain: head.chain, sequence: { gt: cut?.sequence ?? -1 } },
      sort: 'sequence',
      limit: PAGE,
      after,
    });
    for (const entry of page.items) {
      if (entry.sequence !== expected) return broken(expected, '', 'The entry was removed.');
      const reason = defectOf(key, entry, previous, head);
      if (reason) return broken(entry.sequence, entry.id, reason);
      entries += 1;
      expected += 1;
      previous = entry.hash;
    }
    after = page.next;
  } while (after);
  if (expected <= head.sequence) return broken(expected, '', 'The end of the chain was removed.');
  return { entries };
}

function defectOf(key: KeyObject, entry: AuditEntry, previous: string, head: ChainHead): string | undefined {
  if (hashEntry(key, entry) !== entry.hash) return 'The entry was changed.';
  if (entry.previous !== previous) return 'The entry does not follow the one before it.';
  if (entry.sequence === head.sequence && entry.hash !== head.hash) return 'The entry is not the one that the head names.';
  return defectOfEnding(key, entry, head);
}

function defectOfEnding(key: KeyObject, entry: AuditEntry, head: ChainHead): string | undefined {
  const { ending } = entry;
  if (ending !== undefined) {
    const isOwn = entry.outcome === 'begun' && signEnding(key, entry, ending.outcome).signature === ending.signature;
    return isOwn ? undefined : 'The outcome of the entry was changed.';
  }
  const mayBeOpen = entry.outcome !== 'begun' || entry.sequence > head.sequence || head.open?.includes(entry.sequence);
  return mayBeOpen ? undefined : 'The outcome of the entry was removed.';
}

function chainGone(chain: number): ChainBreak {
  return { chain, sequence: 0, entryId: '', reason: 'The chain was removed.' };
}
