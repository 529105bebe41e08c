import type { Collection, StoredDocument } from '#data/documents/port.ts';
import type { OAuthContext } from './context.ts';

/** Removes what has expired: grants, codes, requests of devices and what is known of used JWTs. */
export async function removeExpired({ stores, clock }: OAuthContext): Promise<void> {
  const now = clock.now();
  await removeFrom(stores.grants, now);
  await removeFrom(stores.codes, now);
  await removeFrom(stores.devices, now);
  await removeFrom(stores.usedJwts, now);
}

interface Expiring extends StoredDocument {
  readonly expiresAt: number;
}

async function removeFrom(collection: Pick<Collection<Expiring>, 'find' | 'delete'>, now: number): Promise<void> {
  for (let more = true; more; ) {
    const { items } = await collection.find({ where: { expiresAt: { lt: now } }, sort: 'expiresAt', limit: 500 });
    await Promise.all(items.map(({ id }) => collection.delete(id)));
    more = items.length === 500;
  }
}
