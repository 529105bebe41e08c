import {
  ChatEventType,
  type CozeAPI,
  type CreateChatData,
  type CreateChatReq,
  type EnterMessage,
  RoleType,
  type StreamChatData,
} from '@coze/api';
import { expect } from 'vitest';

/** A question of the user. */
export function question(content: EnterMessage['content']): EnterMessage {
  return { role: RoleType.User, content, content_type: typeof content === 'string' ? 'text' : 'object_string' };
}

/** All events of a stream. */
export async function eventsOf(stream: AsyncIterable<StreamChatData>): Promise<StreamChatData[]> {
  const events: StreamChatData[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** The names of events, with the pieces of answers told by their text. */
export function outline(events: readonly StreamChatData[]): string[] {
  return events.map((event) => {
    if (event.event === ChatEventType.CONVERSATION_MESSAGE_DELTA) return `delta ${event.data.content}`;
    if (event.event === ChatEventType.CONVERSATION_MESSAGE_COMPLETED) return `message ${event.data.type}`;
    return event.event.replace('conversation.', '');
  });
}

/** The chat of a stream, as the last event that told of it has it. Throws where none did. */
export function chatOf(events: readonly StreamChatData[]): CreateChatData {
  const chat = events.findLast(({ event }) => event.startsWith('conversation.chat.'))?.data;
  if (chat === undefined || typeof chat === 'string' || !('status' in chat)) throw new Error('The stream told of no chat.');
  return chat;
}

/** Waits until a chat has one of the states that it does not leave by itself, and returns it. */
export async function settled(coze: CozeAPI, { id, conversation_id }: Pick<CreateChatData, 'id' | 'conversation_id'>): Promise<CreateChatData> {
  let chat = await coze.chat.retrieve(conversation_id, id);
  await expect
    .poll(async () => (chat = await coze.chat.retrieve(conversation_id, id)).status, { interval: 5, timeout: 10_000 })
    .not.toBe('in_progress');
  return chat;
}

/** A whole turn, not streamed: its chat, as it ended. Polls faster than the client does by itself. */
export async function completed(coze: CozeAPI, request: CreateChatReq): Promise<CreateChatData> {
  return settled(coze, await coze.chat.create(request));
}
