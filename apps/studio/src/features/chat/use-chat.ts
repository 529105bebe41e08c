import { callOf } from '../../api/endpoint.ts';
import * as contract from '@buckle/contract';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useCancelChatMutation, useDeleteMessageMutation } from '../../api/chats.ts';
import { streamEvents } from '../../api/events.ts';
import { type ChatPort, ChatSession } from './chat-session.ts';
import type { Turn } from './turn.ts';

/** A conversation as a page shows it. */
export interface ChatState {
  readonly turns: readonly Turn[];
  readonly isRunning: boolean;
  readonly chats: ChatSession;
}

/** Holds a conversation whose turns `begin` starts: as a preview, or as a chat. */
export function useChat(begin: ChatPort['begin']): ChatState {
  const [cancel] = useCancelChatMutation();
  const [deleteMessage] = useDeleteMessageMutation();
  const latest = useRef(begin);
  latest.current = begin;
  return useChatSession(
    () =>
      new ChatSession({
        begin: (question, conversationId) => latest.current(question, conversationId),
        submit: ({ conversationId, chatId }, outputs) =>
          callOf(contract.submitToolOutputs, {
            query: { conversation_id: conversationId, chat_id: chatId },
            body: { stream: true, tool_outputs: Object.entries(outputs).map(([id, output]) => ({ tool_call_id: id, output })) },
          }),
        stream: streamEvents,
        cancel: ({ conversationId, chatId }) => cancel({ body: { conversation_id: conversationId, chat_id: chatId } }).unwrap(),
        takeBack: ({ conversationId }, messageId) =>
          deleteMessage({ query: { conversation_id: conversationId, message_id: messageId } }).unwrap(),
      }),
  );
}

/** Holds the conversation that `create` makes, until the page goes. */
export function useChatSession(create: () => ChatSession): ChatState {
  const [chats] = useState(create);
  useEffect(() => () => chats.close(), [chats]);
  const turns = useSyncExternalStore(chats.subscribe, chats.turns);
  return { turns, chats, isRunning: turns.at(-1)?.status === 'running' };
}
