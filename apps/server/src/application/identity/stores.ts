import type { Role, Scope } from '@buckle/contract';
import type { Collection, Documents, StoredDocument } from '#data/documents/port.ts';

/** An account. Times are in milliseconds since 1970, here and below. */
export interface User extends StoredDocument {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly nickName: string;
  readonly avatarUrl: string;
  /** Empty until the user has chosen a password. */
  readonly passwordHash: string;
  readonly instanceAdmin: boolean;
  readonly disabled: boolean;
  /** Rises when all sessions of the account end: those that began before hold no longer. Absent: it never has. */
  readonly sessionEpoch?: number;
  /** The session that outlived the last rise: the one in which the password was changed. */
  readonly keptSessionId?: string;
  readonly personalWorkspaceId: string;
  readonly createdAt: number;
}

/** A workspace: what belongs together and is shared by its members. */
export interface Workspace extends StoredDocument {
  readonly name: string;
  readonly iconUrl: string;
  readonly kind: 'personal' | 'team';
  readonly createdAt: number;
}

/** A user's place in a workspace. Its id is `memberId`. */
export interface Member extends StoredDocument {
  readonly workspaceId: string;
  readonly userId: string;
  readonly role: Role;
  readonly joinedAt: number;
}

/** A sign-in on one device. Ending it removes the document; all of a user's end with `User.sessionEpoch`. */
export interface Session extends StoredDocument {
  readonly userId: string;
  /** The user's `sessionEpoch` when it began. */
  readonly epoch?: number;
  readonly address: string;
  readonly userAgent: string;
  /** Which refresh token is the current one, counted from 0. */
  readonly generation: number;
  /** When that one was first given out. */
  readonly rotatedAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A personal access token. It stays when it is revoked, so that its use can be told why it fails. */
export interface PersonalToken extends StoredDocument {
  readonly userId: string;
  readonly name: string;
  /** Keyed hash of the token. */
  readonly hash: string;
  /** Absent: everything that the user may do. */
  readonly scopes?: readonly Scope[];
  readonly workspaceId?: string;
  readonly revoked: boolean;
  readonly createdAt: number;
  readonly expiresAt?: number;
  /** At most a minute old. */
  readonly lastUsedAt?: number;
}

/** What a one-time token is for. */
export type OneTimePurpose = 'set-up' | 'invitation' | 'password-reset';

/** A token that is handed over as a link and works once. Its id is the keyed hash of the token. */
export interface OneTimeToken extends StoredDocument {
  readonly purpose: OneTimePurpose;
  /** Whose password it resets. */
  readonly userId?: string;
  /** That user's `sessionEpoch` when it was made: a later password, or a disabled account, makes it void. */
  readonly sessionEpoch?: number;
  /** The only address that may register with it. */
  readonly email?: string;
  readonly expiresAt: number;
}

/** Where the identity module keeps what it knows. */
export interface IdentityStores extends Pick<Documents, 'inOrder'> {
  readonly users: Collection<User>;
  readonly workspaces: Collection<Workspace>;
  readonly members: Collection<Member>;
  readonly sessions: Collection<Session>;
  readonly tokens: Collection<PersonalToken>;
  readonly oneTimeTokens: Collection<OneTimeToken>;
}

/** The id of a user's place in a workspace: one get answers whether there is one. */
export function memberId(workspaceId: string, userId: string): string {
  return `${workspaceId}.${userId}`;
}

/** Opens the collections of the identity module. */
export async function openIdentityStores(documents: Documents): Promise<IdentityStores> {
  return {
    inOrder: (writes) => documents.inOrder(writes),
    users: await documents.collection<User>({
      name: 'users',
      schemaVersion: 1,
      indexes: [{ fields: ['email'], unique: true }, { fields: ['instanceAdmin', 'disabled'] }],
    }),
    workspaces: await documents.collection<Workspace>({ name: 'workspaces', schemaVersion: 1, indexes: [] }),
    members: await documents.collection<Member>({
      name: 'members',
      schemaVersion: 1,
      indexes: [{ fields: ['userId'] }, { fields: ['workspaceId'] }, { fields: ['workspaceId', 'role'] }],
    }),
    sessions: await documents.collection<Session>({
      name: 'sessions',
      schemaVersion: 1,
      indexes: [{ fields: ['userId'] }],
    }),
    tokens: await documents.collection<PersonalToken>({
      name: 'personalTokens',
      schemaVersion: 1,
      indexes: [{ fields: ['hash'], unique: true }, { fields: ['userId', 'revoked'] }, { fields: ['workspaceId'], sparse: true }],
    }),
    oneTimeTokens: await documents.collection<OneTimeToken>({
      name: 'oneTimeTokens',
      schemaVersion: 1,
      indexes: [{ fields: ['purpose', 'expiresAt'] }],
    }),
  };
}
