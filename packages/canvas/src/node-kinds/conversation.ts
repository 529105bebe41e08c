import { z } from 'zod';
import { parameters } from '../fields.ts';
import { type NodeKind, nodeKind } from '../node-kind.ts';

const config = z.object({ inputParameters: parameters });

export type ConversationConfig = z.output<typeof config>;

/** What a node does with a conversation of its workflow, or with messages in one; its inputs say which. */
const operations = {
  37: 'listMessages', 38: 'clearHistory', 39: 'createConversation', 51: 'updateConversation', 52: 'deleteConversation',
  53: 'listConversations', 54: 'conversationHistory', 55: 'createMessage', 56: 'updateMessage', 57: 'deleteMessage',
} as const;

export type ConversationOperation = (typeof operations)[keyof typeof operations];

export const conversationKinds: readonly NodeKind<ConversationConfig>[] = Object.entries(operations).map(([type, key]) =>
  nodeKind({ type, key, category: 'conversation', config, hasOptionalInputs: true }),
);
