import type { BotKnowledge, SearchField, ToldPassage } from '@buckle/contract';
import type { DerivedCondition } from '#application/models/index.ts';

/** What a search of a bot's knowledge came to; it survives JSON. */
export interface Recalled {
  /** What the model is told of it; empty where nothing was found. */
  readonly text: string;
  /** How many passages were found and what went wrong, for the trace. */
  readonly detail: string;
  /** Which passages these are; turns that began before there was this have none. */
  readonly passages?: readonly ToldPassage[];
}

/** The knowledge port: searches the data sets of a bot for what a user asks. */
export interface TurnKnowledge {
  /** What passages of a bot's data sets can be filtered by. `workspaceId` is the bot's, to which its data sets belong. */
  fieldsOf(workspaceId: string, knowledge: BotKnowledge): Promise<readonly SearchField[]>;
  /** `derived` are conditions that were made of the question. */
  recall(workspaceId: string, knowledge: BotKnowledge, question: string, derived: readonly DerivedCondition[]): Promise<Recalled>;
}
