import type { Registration } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { BearerKind } from './authenticate.ts';
import type { KnownDevices } from './known-devices.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';
import type { Passwords } from './passwords.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import type { Sessions } from './sessions.ts';
import type { IdentityStores } from './stores.ts';
import type { Throttle } from './throttle.ts';

/** What the operations of this module work with. */
export interface IdentityParts {
  readonly stores: IdentityStores;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly audit: Pick<Audit, 'record' | 'change'>;
  readonly idempotency: Idempotency;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly knownDevices: KnownDevices;
  readonly accessTokens: AccessTokens;
  readonly sessions: Sessions;
  readonly tokens: PersonalTokens;
  readonly oneTimeTokens: OneTimeTokens;
  /** The bearer tokens of other modules. */
  readonly bearerKinds: BearerKind[];
  /** Counts a request in a workspace. Throws `TooManyRequests`. */
  readonly countRequest: (principal: Principal, workspaceId: string) => Promise<void>;
  readonly registration: Registration;
  /** Whether browsers reach this instance over HTTPS. */
  readonly secureCookies: boolean;
}
