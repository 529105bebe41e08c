import type * as english from './en/index.ts';

/**
 * The words come in parts, so that nobody waits for those of pages they do not look at: what the pages
 * need that people come to first, what workflows need, and the rest.
 */
export const parts = {
  first: ['botEditor', 'bots', 'chat', 'common', 'drafts', 'entrance', 'sharedBot', 'shell'],
  administration: ['account', 'audit', 'conversations', 'members', 'models', 'oauth', 'sharing', 'tokens', 'usage', 'users', 'workspaces'],
  workflows: ['workflowEditor', 'workflowKinds', 'workflowNodeForm', 'workflowProblems', 'workflowRuns', 'workflowTriggers', 'workflows'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof english)[]>>;

export type WordPart = keyof typeof parts;

/** The part that the words of a feature are in. */
export function partOf(namespace: string): WordPart {
  if (parts.first.some((name) => name === namespace)) return 'first';
  return parts.workflows.some((name) => name === namespace) ? 'workflows' : 'administration';
}
