/** The most characters that a bot's name can have (`botName` of the contract). */
export const longestBotName = 50;

/** What a dialogue is given that makes a bot. */
export interface CreationProps {
  readonly workspaceId: string;
  readonly onClose: () => void;
  /** Called with the id of the new bot. */
  readonly onCreated: (botId: string) => void;
}
