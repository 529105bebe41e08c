import type { Audit } from '#application/audit/index.ts';
import type { Bots } from '#application/bots/index.ts';
import type { VisitorChats } from '#application/conversations/index.ts';
import type { Identity, KeyedHash, Passwords, Throttle } from '#application/identity/index.ts';
import type { Cache } from '#data/cache/port.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Keyring } from '#services/storage/index.ts';
import type { ShareDocument } from './share-document.ts';

/** What sharing is given when it is built. */
export interface SharingDependencies {
  readonly documents: Documents;
  readonly cache: Pick<Cache, 'increment'>;
  readonly keyring: Keyring;
  readonly identity: Identity;
  readonly audit: Audit;
  readonly bots: Bots;
  readonly visitors: VisitorChats;
  readonly clock: Clock;
  /** Whether browsers reach this instance over HTTPS. */
  readonly secureCookies: boolean;
}

/** What each operation works with. */
export interface SharingContext extends SharingDependencies {
  readonly shares: Collection<ShareDocument>;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly hash: KeyedHash;
}
