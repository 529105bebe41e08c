/**
 * Who asks. Every protected operation takes one and checks it with `authorize` of the identity
 * module, whoever the caller is: HTTP, a trigger, a tool.
 */
export interface Principal {
  readonly userId: string;
  /** An administrator of the instance: manages users and shared models, reads no workspace's content. */
  readonly instanceAdmin: boolean;
  /**
   * How the user proved who they are; `oauth` is an app that the user has authorized. `trigger` is no user: it acts
   * by itself, only inside of `workspaceId` and only within `scopes`.
   */
  readonly via: 'session' | 'token' | 'oauth' | 'system' | 'trigger';
  /** The session or the token; it names the holder of idempotency keys. */
  readonly credentialId: string;
  /** What the credential may be used for; absent means everything that its user may do. */
  readonly scopes?: readonly string[];
  /** The workspace that the credential is bound to; absent means all of the user's. */
  readonly workspaceId?: string;
  /** The only bots that the credential is good for; absent means all. */
  readonly botIds?: readonly string[];
  /**
   * Which of the users of an application, none of whom has an account here, the application speaks for.
   * Conversations, files and variables of one such name are closed to every other.
   */
  readonly sessionName?: string;
  /** The address that the request came from; absent for calls from inside. */
  readonly address?: string;
}

/** Something that a user made, perhaps for a session of an application. */
export interface SessionThing {
  readonly creatorId: string;
  readonly sessionName?: string;
}

/** Whether a thing is open to a principal as far as sessions go: who has one sees only what was made in it. */
export function isOfSession({ userId, sessionName }: Principal, thing: SessionThing): boolean {
  return sessionName === undefined || (thing.creatorId === userId && thing.sessionName === sessionName);
}

/** Whether a principal reads the files of its workspace, whoever has uploaded them: not as a user of an application, nor as a trigger. */
export function readsFiles({ via, scopes, sessionName }: Principal): boolean {
  return sessionName === undefined && via !== 'trigger' && (scopes === undefined || scopes.includes('file.read'));
}

/** The field of a thing that remembers the session it was made in. */
export function sessionField({ sessionName }: Pick<Principal, 'sessionName'>): { sessionName?: string } {
  return sessionName === undefined ? {} : { sessionName };
}
