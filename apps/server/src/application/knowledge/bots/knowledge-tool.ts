import { z } from 'zod';
import type { ToolSource } from '#application/conversations/index.ts';
import type { KnowledgeContext } from '../context.ts';
import { LONGEST_QUERY } from '../retrieval/search-knowledge.ts';
import { recall } from './recall.ts';

const NAME = 'search_knowledge';

const given = z.object({ query: z.string().trim().min(1).max(LONGEST_QUERY) });

/** Lets the model of a bot search its data sets, where the bot wants it so. */
export function knowledgeTools(context: KnowledgeContext): ToolSource {
  return {
    async toolsOf({ knowledge }, { workspaceId }) {
      if (knowledge?.use !== 'tool' || knowledge.dataset_ids.length === 0) return [];
      return [
        {
          definition: {
            name: NAME,
            description: 'Finds passages in the knowledge base that answer a question. Ask it whenever facts are needed.',
            parameters: { type: 'object', properties: { query: { type: 'string', description: 'What to look for, in full words' } }, required: ['query'] },
          },
          async run(invocation) {
            const { query } = given.parse(invocation.arguments);
            const { text } = await recall(context, workspaceId, knowledge, query);
            return text || knowledge.nothing_found_reply || 'Nothing was found.';
          },
        },
      ];
    },
  };
}
