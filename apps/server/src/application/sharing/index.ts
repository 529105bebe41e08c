import { KeyedHash, Passwords, Throttle } from '#application/identity/index.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Route } from '#kernel/route.ts';
import type { SharingContext, SharingDependencies } from './context.ts';
import { sharingRoutes } from './routes.ts';
import { openShares } from './share-document.ts';
import { introduce, type Introduction } from './visitors.ts';

/** Bots on pages of their own, and their visitors. */
export interface Sharing {
  readonly routes: readonly Route[];
  /** Introduces the page with this slug; undefined where it is not there, or lets nobody in that it does not know. */
  introduce(slug: string): Promise<Introduction | undefined>;
  /** Takes down all share pages of a workspace. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
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
  const { shares } = context;
  dependencies.bots.alsoRemove((botId) => shares.delete(botId));
  return {
    routes: sharingRoutes(context),
    introduce: (slug) => introduce(context, slug),
    async removeAllOf(workspaceId, watch) {
      await removeAll(shares, { where: { workspaceId } }, watch);
    },
  };
}
