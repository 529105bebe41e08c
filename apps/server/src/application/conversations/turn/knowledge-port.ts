import type { BotKnowledge } from '@buckle/contract';

/** What a search of a bot's knowledge came to; it survives JSON. */
export interface Recalled {
  /** What the model is told of it; empty where nothing was found. */
  readonly text: string;
  /** What was found and where, a line each, for the trace. */
  readonly detail: string;
}

/** The knowledge port: searches the data sets of a bot for what a user asks. */
export interface TurnKnowledge {
  /** `workspaceId` is the bot's, to which its data sets belong. */
  recall(workspaceId: string, knowledge: BotKnowledge, question: string): Promise<Recalled>;
}
