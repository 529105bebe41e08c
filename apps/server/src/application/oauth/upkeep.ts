import { removeAll } from '#data/documents/remove-all.ts';
import type { OAuthContext } from './context.ts';

/** Removes what has expired: grants, codes, requests of devices and what is known of used JWTs. */
export async function removeExpired({ stores, clock }: OAuthContext): Promise<void> {
  const expired = { where: { expiresAt: { lt: clock.now() } }, sort: 'expiresAt' } as const;
  await removeAll(stores.grants, expired);
  await removeAll(stores.codes, expired);
  await removeAll(stores.devices, expired);
  await removeAll(stores.usedJwts, expired);
}
