import type { BotKnowledge, SearchField } from '@buckle/contract';
import type { DerivedCondition } from '#application/models/index.ts';

/** What a search of a bot's knowledge came to; it survives JSON. */
export interface Recalled {
  /** What the model is told of it; empty where nothing was found. */
  readonly text: string;
  /** What was found and where, a line each, for the trace. */
  readonly detail: string;
}

/** The knowledge port: searches the data sets of a bot for what a user asks. */
export interface TurnKnowledge {
  /** What passages of a bot's data sets can be filtered by. `workspaceId` is the bot's, to which its data sets belong. */
  fieldsOf(workspaceId: string, knowledge: BotKnowledge): Promise<readonly SearchField[]>;
  /** `derived` are conditions that were made of the question. */
  recall(workspaceId: string, knowledge: BotKnowledge, question: string, derived: readonly DerivedCondition[]): Promise<Recalled>;
}
