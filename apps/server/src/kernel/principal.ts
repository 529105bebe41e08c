/**
 * Who asks. Every protected operation takes one and checks it with `authorize` of the identity
 * module, whoever the caller is: HTTP, a trigger, a tool.
 */
export interface Principal {
  readonly userId: string;
  /** An administrator of the instance: manages users and shared models, reads no workspace's content. */
  readonly instanceAdmin: boolean;
  /** How the user proved who they are. */
  readonly via: 'session' | 'token' | 'system';
  /** The session or the token; it names the holder of idempotency keys. */
  readonly credentialId: string;
  /** What the credential may be used for; absent means everything that its user may do. */
  readonly scopes?: readonly string[];
  /** The workspace that the credential is bound to; absent means all of the user's. */
  readonly workspaceId?: string;
  /** The address that the request came from; absent for calls from inside. */
  readonly address?: string;
}
