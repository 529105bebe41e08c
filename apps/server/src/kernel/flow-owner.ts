/**
 * For whom a workflow runs: whose variables it reads and writes, and whose conversations it keeps by their names,
 * which are those of one user with one bot, or with the workflow itself.
 */
export interface FlowOwner {
  readonly workspaceId: string;
  /** Empty where it runs for no bot. */
  readonly botId: string;
  readonly workflowId: string;
  readonly userId: string;
  readonly creatorId: string;
  readonly sessionName?: string | undefined;
  readonly connectorId: string;
  /** Whether all files of the workspace are open to whom it runs for; else only those are that they have uploaded, in the same session. */
  readonly readsFiles: boolean;
  /** How many chats and workflows that ask each other are around. */
  readonly depth: number;
  /** The conversation that it talks in, which it knows by its name too. */
  readonly current?: { readonly id: string; readonly name: string } | undefined;
}
