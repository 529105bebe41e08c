import type { BotKnowledge } from '@buckle/contract';
import { z } from 'zod';
import type { ToolSource } from '#application/conversations/index.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { ModelTool } from '#services/models/port.ts';
import type { KnowledgeContext } from '../context.ts';
import { LONGEST_QUERY } from '../retrieval/search-knowledge.ts';
import { recall } from './recall.ts';

const NAME = 'search_knowledge';

const given = z.object({ query: z.string().trim().min(1).max(LONGEST_QUERY) });

/** A search of data sets that a model calls. */
export interface KnowledgeTool {
  readonly definition: ModelTool;
  /** What a model is told that called it with these arguments. Throws `BadRequest`, whose message is for the model. */
  readonly run: (arguments_: unknown) => Promise<string>;
}

/** Lets a model search data sets of a workspace. */
export function knowledgeTool(context: KnowledgeContext, workspaceId: string, knowledge: BotKnowledge): KnowledgeTool {
  return {
    definition: {
      name: NAME,
      description: 'Finds passages in the knowledge base that answer a question. Ask it whenever facts are needed.',
      parameters: { type: 'object', properties: { query: { type: 'string', description: 'What to look for, in full words' } }, required: ['query'] },
    },
    async run(arguments_) {
      const { data, error } = given.safeParse(arguments_);
      if (error) throw new BadRequest(`query: say what to look for, in at most ${LONGEST_QUERY} characters.`);
      const { text } = await recall(context, workspaceId, knowledge, data.query);
      return text || knowledge.nothing_found_reply || 'Nothing was found.';
    },
  };
}

/** Lets the model of a bot search its data sets, where the bot wants it so. */
export function knowledgeTools(context: KnowledgeContext): ToolSource {
  return {
    async toolsOf({ knowledge }, { workspaceId }) {
      if (knowledge?.use !== 'tool' || knowledge.dataset_ids.length === 0) return [];
      const { definition, run } = knowledgeTool(context, workspaceId, knowledge);
      return [{ definition, run: (invocation) => run(invocation.arguments) }];
    },
  };
}
