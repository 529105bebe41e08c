import type { KeyObject } from 'node:crypto';
import { type Read, RevisionConflict } from '#data/documents/port.ts';
import { removeAll } from '#data/documents/remove-all.ts';
import { type AuditEntry, type AuditStores, type ChainHead, signCut } from './entry.ts';

const PAGE = 500;

/**
 * Removes the entries from before a time, in milliseconds, from the beginnings of all chains. Each head says,
 * signed, up to where its chain was cut, before any entry goes: so that what is left can still be
 * checked, and a removal by others is told from this one. Returns how many were removed.
 */
export async function cutChains(stores: AuditStores, key: KeyObject, before: number): Promise<number> {
  let removed = 0;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await stores.heads.find({ sort: 'chain', limit: PAGE, after });
    for (const head of page.items) removed += await cutChain(stores, key, head, before);
    after = page.next;
  }
  return removed;
}

async function cutChain(stores: AuditStores, key: KeyObject, { id, chain }: Pick<ChainHead, 'id' | 'chain'>, before: number): Promise<number> {
  for (let removed = 0; ; ) {
    const head = await stores.heads.get(id);
    if (!head) return removed;
    const from = head.cut?.sequence ?? -1;
    // What a kill has left of the removal before.
    await removeAll(stores.entries, { where: { chain, sequence: { lte: from } }, sort: 'sequence' });
    const { items } = await stores.entries.find({ where: { chain, sequence: { gt: from } }, sort: 'sequence', limit: PAGE });
    const young = items.findIndex(({ at }) => at >= before);
    const old: readonly AuditEntry[] = young === -1 ? items : items.slice(0, young);
    const last = old.at(-1);
    if (!last) return removed;
    if (!(await noteCut(stores, key, head, last))) continue;
    for (const entry of old) await stores.entries.delete(entry.id);
    removed += old.length;
  }
}

/** Says in the head up to where its chain is cut; false where the head was changed in the meantime. */
async function noteCut({ heads }: AuditStores, key: KeyObject, { id, revision }: Read<ChainHead>, last: AuditEntry): Promise<boolean> {
  try {
    await heads.update(id, { set: { cut: signCut(key, last) } }, { revision });
    return true;
  } catch (error) {
    if (error instanceof RevisionConflict) return false;
    throw error;
  }
}
