import type { Message } from '@buckle/contract';
import { type Attachment, afterMessage, newTurn, type Question, type Turn } from './turn.ts';

/**
 * The turns of messages that are kept, the oldest first. Keys count back from the last turn, so that
 * they stay when older messages are put before. Answers whose question is not there stand alone.
 */
export function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role === 'user') turns.push(begun(message, questionOf(message)));
    else if (last?.chatId === message.chat_id) turns[turns.length - 1] = afterMessage(last, message);
    else turns.push(afterMessage(begun(message, { text: '', attachments: [] }), message));
  }
  return turns.map((turn, index) => ({ ...turn, key: index - turns.length }));
}

function begun({ chat_id: chatId, conversation_id: conversationId }: Message, question: Question): Turn {
  return { ...newTurn(0, question), status: 'completed', chatId, conversationId };
}

/** What somebody asked; files are known by their ids alone. */
function questionOf({ content, content_type: type }: Message): Question {
  if (type !== 'object_string') return { text: content, attachments: [] };
  const parts = JSON.parse(content) as readonly { readonly type: string; readonly text?: string; readonly file_id?: string; readonly file_url?: string }[];
  const text = parts.flatMap((part) => part.text ?? []).join('\n');
  const attachments = parts.flatMap((part): Attachment[] => {
    const name = part.file_url ?? part.file_id;
    return name === undefined ? [] : [{ fileId: name, name, isPicture: part.type === 'image', url: '' }];
  });
  return { text, attachments };
}
