import { KeyedHash, Passwords, Throttle } from '#application/identity/index.ts';
import type { Route } from '#kernel/route.ts';
import type { SharingContext, SharingDependencies } from './context.ts';
import { sharingRoutes } from './routes.ts';
import { openShares } from './share-document.ts';

/** Bots on pages of their own, and their visitors. */
export interface Sharing {
  readonly routes: readonly Route[];
}

export async function openSharing(dependencies: SharingDependencies): Promise<Sharing> {
  const { documents, keyring, cache, clock } = dependencies;
  const context: SharingContext = {
    ...dependencies,
    shares: await openShares(documents),
    passwords: await Passwords.open(await keyring.secret('share-passwords')),
    hash: new KeyedHash(await keyring.secret('share-visitors')),
    throttle: new Throttle(cache, clock),
  };
  return { routes: sharingRoutes(context) };
}
