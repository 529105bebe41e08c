import type { AuditAction, Permission, Registration, Role } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Cache } from '#data/cache/port.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Keyring } from '#services/storage/index.ts';
import { AccessTokens } from './access-tokens.ts';
import { authenticate, type BearerKind, type Credentials, enabled } from './authenticate.ts';
import { authorize, authorizeAccount, authorizeCredentials, authorizeInstance, type Resource } from './authorize.ts';
import { type Bootstrapped, type BootstrapSettings, bootstrap, firstAdministrator } from './bootstrap.ts';
import { type CookieNames, cookieNames } from './cookies.ts';
import { issueToken } from './manage-tokens.ts';
import { KeyedHash } from './keyed-hash.ts';
import { KnownDevices } from './known-devices.ts';
import { OneTimeTokens } from './one-time-tokens.ts';
import type { IdentityParts } from './parts.ts';
import { Passwords } from './passwords.ts';
import { type IssuedToken, type NewToken, PersonalTokens } from './personal-tokens.ts';
import { closeAccount, deletableAccount, letGo, ownDeletableAccount } from './remove-user.ts';
import { closeWorkspace, deletableWorkspace, removeBoundTokens } from './remove-workspace.ts';
import { Sessions } from './sessions.ts';
import { memberId, openIdentityStores, type User, type Workspace } from './stores.ts';
import { Throttle } from './throttle.ts';

export type { Resource } from './authorize.ts';
export type { BearerGrant, BearerKind, Credentials } from './authenticate.ts';
export type { Bootstrapped, BootstrapSettings } from './bootstrap.ts';
export type { CookieNames } from './cookies.ts';
export type { IssuedToken, NewToken } from './personal-tokens.ts';
export { KeyedHash, randomToken } from './keyed-hash.ts';
export { Passwords } from './passwords.ts';
export { rolePermissions } from './roles.ts';
export { identityRoutes } from './routes.ts';
export type { User, Workspace } from './stores.ts';
export { networkOf, Throttle } from './throttle.ts';

/** Users, workspaces, members and their credentials; and the checks that every operation calls. */
export interface Identity {
  /** Finds out who sends a request, in two gets of documents. Throws `Unauthenticated`. */
  authenticate(credentials: Credentials): Promise<Principal>;
  /** Lets in who shows a bearer token of another module's; for the composition of the application. */
  acceptBearers(kind: BearerKind): void;
  /** Checks a permission in a workspace, in one get, and returns the caller's role. Throws `NotFound` and `PermissionDenied`. */
  authorize(principal: Principal, permission: Permission, resource: Resource): Promise<Role>;
  /** Checks that the caller is an instance administrator; `action` names what for. Throws `PermissionDenied`. */
  authorizeInstance(principal: Principal, action: AuditAction): Promise<void>;
  /** Checks a scope for what is the caller's own. Throws `PermissionDenied`. */
  authorizeAccount(principal: Principal, scope: 'account.read' | 'account.manage' | 'workspace.read'): Promise<void>;
  /** Checks that the caller may see what else acts for their account. Throws `PermissionDenied`. */
  authorizeCredentials(principal: Principal): Promise<void>;
  /** Sees to the first account at every start. Throws an `Error` that names the setting at fault. */
  bootstrap(settings: BootstrapSettings): Promise<Bootstrapped>;
  /** Makes a personal access token for a user, for the operator's command. */
  issueToken(userId: string, wanted: NewToken): Promise<IssuedToken>;
  /** The oldest instance administrator that is not disabled. */
  firstAdministrator(): Promise<User | undefined>;
  /** The workspace of calls that name none: the one that a token is bound to, or the user's personal one. */
  defaultWorkspace(principal: Principal): Promise<string>;
  /** An account that may be used. Throws `Unauthenticated`. */
  usableAccount(userId: string): Promise<User>;
  /** The names of users by their ids; of unknown ones there is none. */
  namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The names of workspaces by their ids; of unknown ones there is none. */
  workspaceNamesOf(workspaceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  workspaceExists(workspaceId: string): Promise<boolean>;
  /** The ids of all workspaces, page by page, for upkeep. */
  workspaceIds(limit: number, after?: string): Promise<{ readonly items: readonly string[]; readonly next?: string }>;
  /** A user's role in a workspace, if any. */
  roleIn(workspaceId: string, userId: string): Promise<Role | undefined>;
  /** See `deletableWorkspace`. */
  deletableWorkspace(principal: Principal, id: string): Promise<Workspace>;
  /** See `ownDeletableAccount`. */
  ownDeletableAccount(principal: Principal, password: string): Promise<User>;
  /** See `deletableAccount`. */
  deletableAccount(principal: Principal, id: string): Promise<User>;
  /** See `letGo`. */
  letGo(principal: Principal, user: User): Promise<void>;
  /** See `closeWorkspace`. */
  closeWorkspace(id: string, watch?: RemovalWatch): Promise<void>;
  /** See `removeBoundTokens`. */
  removeBoundTokens(workspaceId: string, watch: RemovalWatch): Promise<void>;
  /** See `closeAccount`. */
  closeAccount(userId: string, watch?: RemovalWatch): Promise<void>;
  /** The names of the cookies that hold a session. */
  readonly cookies: CookieNames;
  /** What this module's own routes work with; of no use to others. */
  readonly parts: IdentityParts;
}

/** What `createIdentity` needs. */
export interface IdentityDependencies {
  readonly documents: Documents;
  readonly cache: Pick<Cache, 'increment'>;
  readonly keyring: Pick<Keyring, 'secret'>;
  readonly audit: Pick<Audit, 'record' | 'change'>;
  readonly idempotency: Idempotency;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Counts a request in a workspace. Throws `TooManyRequests`. */
  readonly countRequest: IdentityParts['countRequest'];
  readonly registration: Registration;
  /** Whether browsers reach this instance over HTTPS. */
  readonly secureCookies: boolean;
}

/** Opens the identity module. */
export async function createIdentity(deps: IdentityDependencies): Promise<Identity> {
  const { clock, ids, audit, idempotency, countRequest, registration, secureCookies } = deps;
  const stores = await openIdentityStores(deps.documents);
  const hash = new KeyedHash(await deps.keyring.secret('identity-tokens'));
  const accessTokens = new AccessTokens(await deps.keyring.secret('identity-sessions'), clock);
  const throttle = new Throttle(deps.cache, clock);
  const parts: IdentityParts = {
    stores,
    clock,
    ids,
    audit,
    idempotency,
    throttle,
    countRequest,
    knownDevices: new KnownDevices(hash),
    registration,
    secureCookies,
    passwords: await Passwords.open(await deps.keyring.secret('identity-passwords')),
    accessTokens,
    sessions: new Sessions(stores.sessions, hash, accessTokens, clock, ids),
    tokens: new PersonalTokens(stores.tokens, hash, throttle, clock, ids),
    oneTimeTokens: new OneTimeTokens(stores.oneTimeTokens, hash, clock),
    bearerKinds: [],
  };
  return {
    authenticate: (credentials) => authenticate(parts, credentials),
    acceptBearers: (kind) => void parts.bearerKinds.push(kind),
    authorize: (principal, permission, resource) => authorize(parts, principal, permission, resource),
    authorizeInstance: (principal, action) => authorizeInstance(parts, principal, action),
    authorizeAccount: (principal, scope) => authorizeAccount(parts, principal, scope),
    authorizeCredentials: (principal) => authorizeCredentials(parts, principal),
    bootstrap: (settings) => bootstrap(parts, settings),
    issueToken: (userId, wanted) => issueToken(parts, userId, wanted),
    firstAdministrator: () => firstAdministrator(parts),
    defaultWorkspace: async ({ workspaceId, userId }) =>
      workspaceId ?? enabled(await stores.users.get(userId)).personalWorkspaceId,
    usableAccount: async (userId) => enabled(await stores.users.get(userId)),
    namesOf: (userIds) => namesIn(stores.users, userIds),
    workspaceNamesOf: (workspaceIds) => namesIn(stores.workspaces, workspaceIds),
    async workspaceIds(limit, after) {
      const page = await stores.workspaces.find({ limit, after });
      return { items: page.items.map(({ id }) => id), ...(page.next === undefined ? {} : { next: page.next }) };
    },
    workspaceExists: async (workspaceId) => (await stores.workspaces.get(workspaceId)) !== undefined,
    roleIn: async (workspaceId, userId) => (await stores.members.get(memberId(workspaceId, userId)))?.role,
    deletableWorkspace: (principal, id) => deletableWorkspace(parts, principal, id),
    ownDeletableAccount: (principal, password) => ownDeletableAccount(parts, principal, password),
    deletableAccount: (principal, id) => deletableAccount(parts, principal, id),
    letGo: (principal, user) => letGo(parts, principal, user),
    closeWorkspace: (id, watch) => closeWorkspace(parts, id, watch),
    removeBoundTokens: (workspaceId, watch) => removeBoundTokens(parts, workspaceId, watch),
    closeAccount: (userId, watch) => closeAccount(parts, userId, watch),
    cookies: cookieNames(secureCookies),
    parts,
  };
}

async function namesIn(collection: Pick<Collection<User | Workspace>, 'getMany'>, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await collection.getMany([...new Set(ids)])).map(({ id, name }) => [id, name]));
}
