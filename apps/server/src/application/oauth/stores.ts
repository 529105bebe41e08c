import type { AppKind, AppScope } from '@buckle/contract';
import { type Collection, DocumentMissing, type Documents, RevisionConflict, type StoredDocument } from '#data/documents/port.ts';

/** The public half of a key that a service signs with. */
export interface ServiceKey {
  /** The thumbprint of the key (RFC 7638). */
  readonly kid: string;
  /** SPKI as PEM. */
  readonly publicKey: string;
  readonly createdAt: number;
}

/** An app that asks users for access to their accounts. Times are in milliseconds since 1970, here and below. */
export interface App extends StoredDocument {
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly kind: AppKind;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly AppScope[];
  /** Keyed hash of the secret; of a `web` app alone. */
  readonly secretHash?: string;
  /** Of a `service` alone. */
  readonly keys: readonly ServiceKey[];
  /** Who made it, and whom a service acts for where it names nobody. */
  readonly ownerId: string;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a user has agreed to: an app, in one workspace or in all of theirs. */
export interface Authorization extends StoredDocument {
  readonly userId: string;
  readonly appId: string;
  /** Empty for all workspaces of the user. */
  readonly workspaceId: string;
  readonly scopes: readonly AppScope[];
  readonly createdAt: number;
  /** At most a minute old. */
  readonly lastUsedAt?: number;
}

/** What one authorization gives to whom it was given: the tokens of one code, device or JWT. */
export interface Grant extends StoredDocument {
  readonly authorizationId: string;
  readonly userId: string;
  readonly appId: string;
  readonly workspaceId: string;
  readonly scopes: readonly AppScope[];
  readonly botIds?: readonly string[];
  readonly sessionName?: string;
  /** Which refresh token is the current one, counted from 0; absent where there is none. */
  readonly generation?: number;
  readonly createdAt: number;
  /** When the last of its tokens ends. */
  readonly expiresAt: number;
}

/** A code on its way from the user's browser to the app. Its id is its keyed hash. */
export interface AuthorizationCode extends StoredDocument {
  readonly authorizationId: string;
  readonly userId: string;
  readonly appId: string;
  readonly workspaceId: string;
  readonly scopes: readonly AppScope[];
  readonly redirectUri: string;
  readonly challenge?: CodeChallenge;
  /** What it was exchanged for; set once. */
  readonly grantId?: string;
  readonly goodUntil: number;
  /** When it is forgotten: until then it is known that it was used. */
  readonly expiresAt: number;
}

/** What proves that who brings a code is who asked for it (RFC 7636). */
export interface CodeChallenge {
  readonly method: 'S256' | 'plain';
  readonly value: string;
}

/** A device that waits to be let in. Its id is the keyed hash of the device code. */
export interface DeviceRequest extends StoredDocument {
  readonly appId: string;
  readonly workspaceId: string;
  readonly scopes: readonly AppScope[];
  /** Keyed hash of the code that its user enters. */
  readonly userCodeHash: string;
  readonly state: 'pending' | 'allowed' | 'refused' | 'used';
  /** These two once a user has let it in. */
  readonly userId?: string;
  readonly authorizationId?: string;
  readonly goodUntil: number;
  /** When it is forgotten: until then a poll is told that it has expired. */
  readonly expiresAt: number;
}

/** A JWT that has been used. Its id is the keyed hash of its issuer and its `jti`. */
export interface UsedJwt extends StoredDocument {
  readonly expiresAt: number;
}

/** Where this module keeps what it knows. */
export interface OAuthStores extends Pick<Documents, 'inOrder'> {
  readonly apps: Collection<App>;
  readonly authorizations: Collection<Authorization>;
  readonly grants: Collection<Grant>;
  readonly codes: Collection<AuthorizationCode>;
  readonly devices: Collection<DeviceRequest>;
  readonly usedJwts: Collection<UsedJwt>;
}

/** Opens the collections of this module. */
export async function openOAuthStores(documents: Documents): Promise<OAuthStores> {
  const [apps, authorizations, grants, codes, devices, usedJwts] = await Promise.all([
    documents.collection<App>({ name: 'oauthApps', schemaVersion: 1, indexes: [{ fields: ['workspaceId'] }] }),
    documents.collection<Authorization>({
      name: 'oauthAuthorizations',
      schemaVersion: 1,
      indexes: [{ fields: ['userId', 'appId', 'workspaceId'], unique: true }, { fields: ['userId'] }, { fields: ['appId'] }, { fields: ['workspaceId'] }],
    }),
    documents.collection<Grant>({
      name: 'oauthGrants',
      schemaVersion: 1,
      indexes: [{ fields: ['authorizationId'] }, { fields: ['expiresAt'] }],
    }),
    documents.collection<AuthorizationCode>({ name: 'oauthCodes', schemaVersion: 1, indexes: [{ fields: ['expiresAt'] }] }),
    documents.collection<DeviceRequest>({
      name: 'oauthDevices',
      schemaVersion: 1,
      indexes: [{ fields: ['userCodeHash'], unique: true }, { fields: ['expiresAt'] }],
    }),
    documents.collection<UsedJwt>({ name: 'oauthUsedJwts', schemaVersion: 1, indexes: [{ fields: ['expiresAt'] }] }),
  ]);
  return { apps, authorizations, grants, codes, devices, usedJwts, inOrder: (writes) => documents.inOrder(writes) };
}

/** What a write at a revision came to; undefined where somebody else wrote first. */
export async function unlessChanged<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof RevisionConflict || error instanceof DocumentMissing) return undefined;
    throw error;
  }
}
