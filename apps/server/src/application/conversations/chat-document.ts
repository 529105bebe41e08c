import type { Chat, ChatStatus, ToolCall, TraceStep } from '@buckle/contract';
import type { Documents } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { MetaData } from './meta-data.ts';

/** A chat: one turn of a bot. The work that does it has the same id. Times are in milliseconds. */
export interface ChatDocument {
  readonly id: string;
  /** The conversation's, whose key seals it. */
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly botId: string;
  readonly sectionId: string;
  readonly status: ChatStatus;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** The questions that it brought. */
  readonly questionIds: readonly string[];
  /** Sealed. */
  readonly metaData?: MetaData;
  /** Why it failed. Sealed. */
  readonly error?: { readonly code: number; readonly message: string };
  /** What its client is asked to run. Sealed. */
  readonly requiredCalls?: readonly ToolCall[];
  /** When it is to be removed. */
  readonly expiresAt?: number;
}

/** What a chat did, by reference to its messages. Times are in milliseconds. */
export interface TraceDocument {
  /** The chat's. */
  readonly id: string;
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly botId: string;
  readonly botVersion: string;
  readonly status: ChatStatus;
  readonly startedAt: number;
  readonly firstTokenAt?: number;
  readonly endedAt: number;
  /** Sealed. */
  readonly steps: readonly TraceStep[];
  /** The ids of the runs of workflows that are part of it; absent where none is. */
  readonly runIds?: readonly string[];
  readonly expiresAt?: number;
}

export function openChats(documents: Documents, keyring: Keyring): Promise<SealedCollection<ChatDocument>> {
  return sealedCollection<ChatDocument>(documents, keyring, {
    name: 'chats',
    schemaVersion: 1,
    indexes: [{ fields: ['conversationId'] }, { fields: ['expiresAt'], sparse: true }],
    sealed: ['metaData', 'error', 'requiredCalls'],
    scopeOf: (chat) => chat.workspaceId,
  });
}

export function openTraces(documents: Documents, keyring: Keyring): Promise<SealedCollection<TraceDocument>> {
  return sealedCollection<TraceDocument>(documents, keyring, {
    name: 'traces',
    schemaVersion: 1,
    indexes: [{ fields: ['conversationId'] }, { fields: ['workspaceId', 'startedAt'] }, { fields: ['expiresAt'], sparse: true }],
    sealed: ['steps'],
    scopeOf: (trace) => trace.workspaceId,
  });
}

/** A chat in the form of the Coze API. */
export function chatAnswer(chat: ChatDocument): Chat {
  const ended = chat.endedAt === undefined ? undefined : seconds(chat.endedAt);
  return {
    id: chat.id,
    conversation_id: chat.conversationId,
    bot_id: chat.botId,
    status: chat.status,
    created_at: seconds(chat.createdAt),
    ...(ended !== undefined && chat.status === 'completed' ? { completed_at: ended } : {}),
    ...(ended !== undefined && chat.status === 'failed' ? { failed_at: ended } : {}),
    meta_data: chat.metaData ?? {},
    last_error: { code: chat.error?.code ?? 0, msg: chat.error?.message ?? '' },
    usage: {
      token_count: chat.inputTokens + chat.outputTokens,
      input_count: chat.inputTokens,
      output_count: chat.outputTokens,
    },
    section_id: chat.sectionId,
    ...(chat.requiredCalls === undefined
      ? {}
      : { required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: [...chat.requiredCalls] } } }),
    inserted_additional_messages: chat.questionIds.map((id) => ({ id })),
  };
}
