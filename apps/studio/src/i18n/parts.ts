import type * as english from './en/index.ts';

/**
 * The words come in parts, so that nobody waits for those of pages they do not look at: what the pages
 * need that people come to first, what workflows need, what knowledge needs, and the rest.
 */
export const parts = {
  first: ['botEditor', 'bots', 'chat', 'common', 'drafts', 'entrance', 'sharedBot', 'shell'],
  administration: ['account', 'audit', 'conversations', 'members', 'models', 'oauth', 'sharing', 'tokens', 'usage', 'users', 'workspaces'],
  knowledge: ['knowledge', 'knowledgeDocuments', 'knowledgeEvaluation', 'knowledgePassages', 'knowledgeSearch', 'knowledgeStatistics'],
  workflows: ['workflowEditor', 'workflowKinds', 'workflowNodeForm', 'workflowProblems', 'workflowRuns', 'workflowTriggers', 'workflows'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof english)[]>>;

export type WordPart = keyof typeof parts;

// It has no other keys.
const keys = Object.keys(parts) as WordPart[];

/** The part that the words of a feature are in. */
export function partOf(namespace: string): WordPart {
  return keys.find((part) => parts[part].some((name) => name === namespace)) ?? 'administration';
}
