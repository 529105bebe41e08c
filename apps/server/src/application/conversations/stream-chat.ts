import type { Chat } from '@buckle/contract';
import { EventStream } from '#kernel/route.ts';
import type { StartedWork } from '#services/work/index.ts';
import { chatAnswer, type ChatDocument } from './chat-document.ts';
import type { ConversationsContext } from './context.ts';
import type { LiveTurn } from './live-turns.ts';
import { messageAnswer } from './message-document.ts';
import type { TurnResult } from './turn/turn-types.ts';

/** The event that closes the stream of a turn, by the state that the chat then has. */
const CLOSING_EVENTS: Partial<Record<Chat['status'], string>> = {
  completed: 'conversation.chat.completed',
  failed: 'conversation.chat.failed',
  canceled: 'conversation.chat.canceled',
  requires_action: 'conversation.chat.requires_action',
};

/** What the last event of a chat says. */
const DONE = '"[DONE]"';

/** The events of a turn that runs here: from its beginning, or from where its client's tools interrupted it. */
export function streamTurn(
  context: ConversationsContext,
  chat: ChatDocument,
  live: LiveTurn,
  started: StartedWork<TurnResult>,
  begins: boolean,
  done = DONE,
): EventStream {
  return new EventStream(async (sink) => {
    try {
      const beginning = chatAnswer(chat);
      if (begins) sink.send('conversation.chat.created', JSON.stringify({ ...beginning, status: 'created' }));
      sink.send('conversation.chat.in_progress', JSON.stringify({ ...beginning, status: 'in_progress' }));
      live.attach(sink);
      const ended = await started.finished;
      // Whoever now gives the outputs that a turn waits for gets a stream of their own.
      context.liveTurns.close(live);
      if (ended && 'result' in ended && ended.result) {
        const now = context.clock.now();
        for (const message of ended.result.untold) {
          live.completed(message, now);
          if (message.type === 'answer' && ended.state === 'completed' && !ended.result.suspended) live.answerFinished(now);
        }
      }
      const standing = (await context.chats.get(chat.id)) ?? chat;
      sendClosing(standing, done, (event, data) => live.send(event, data));
    } finally {
      context.liveTurns.close(live);
    }
  });
}

/** A turn for a repeated call: what it says by its end if it runs here, else as it stands. */
export function streamStanding(context: ConversationsContext, chat: ChatDocument, done = DONE): EventStream {
  return new EventStream(async (sink) => {
    sink.send('conversation.chat.in_progress', JSON.stringify({ ...chatAnswer(chat), status: 'in_progress' }));
    await context.work.finishedHere(chat.id);
    const { items } = await context.messages.find({ where: { chatId: chat.id }, sort: 'sequence', limit: 1000 });
    for (const message of items) {
      if (message.role === 'assistant') sink.send('conversation.message.completed', JSON.stringify(messageAnswer(message)));
    }
    const standing = (await context.chats.get(chat.id)) ?? chat;
    sendClosing(standing, done, (event, data) => sink.send(event, data));
  });
}

function sendClosing(chat: ChatDocument, done: string, send: (event: string, data: string) => void): void {
  const event = CLOSING_EVENTS[chat.status];
  if (event) send(event, JSON.stringify(chatAnswer(chat)));
  send('done', done);
}
