/**
 * The user of a bot whom values belong to: as the caller names them, else the caller. Where the caller
 * speaks for a session, theirs is a user of that session alone, whatever name is given.
 */
export function endUserOf({ userId, sessionName }: { readonly userId: string; readonly sessionName?: string | undefined }, named: string | undefined): string {
  const user = named || userId;
  return sessionName === undefined ? user : `session:${userId}:${encodeURIComponent(sessionName)}:${user}`;
}
