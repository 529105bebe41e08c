import type { CallBotConfig } from '@buckle/canvas';
import type { FlowConversations } from '#application/conversations/index.ts';
import { type NodeContext, type NodeDone, nodeRunner } from '../engine/node-runner.ts';
import { TextStream } from '../engine/text-stream.ts';
import { textOf } from '../engine/values.ts';
import { once } from './once.ts';

const OUTPUT = 'output';
/** The input that names the conversation to ask in. */
const CONVERSATION = 'conversationName';

/**
 * Asks a published bot of the same workspace: in a chat of its own, or in the conversation that an input
 * names. The chat is work by itself, which outlives a kill as the run does.
 */
export function callBotRunner(conversations: FlowConversations) {
  return nodeRunner<CallBotConfig>({
    key: 'callBot',
    hasEffects: true,
    writesStreams: () => [OUTPUT],
    async run(context) {
      const chatId = await once(context, `chat-${context.attempt}`, () => conversations.newChatId());
      const content = await context.text(context.config.content);
      const ask = await asking(conversations, context, chatId, content);
      return context.isStreamed ? streamed(ask) : { outputs: { [OUTPUT]: await ask() } };
    },
  });
}

type Ask = (onPiece?: (text: string) => void) => Promise<string>;

async function asking(conversations: FlowConversations, { config: { botId }, facts: { owner }, inputs, signal }: NodeContext<CallBotConfig>, chatId: string, content: string): Promise<Ask> {
  const name = textOf(inputs[CONVERSATION]);
  const conversation = name === '' ? undefined : await conversations.create(owner, name, conversations.newId());
  return (onPiece) => conversations.askBot(owner, { botId, content, conversation, chatId, signal, onPiece });
}

/** The answer while it is written. */
async function streamed(ask: Ask): Promise<NodeDone> {
  const text = new TextStream();
  const begun = Promise.withResolvers<void>();
  const final = ask((piece) => {
    text.write(piece);
    begun.resolve();
  }).then(
    (answer) => {
      // Of a chat that ran elsewhere, nothing was heard before.
      if (answer.startsWith(text.text)) text.write(answer.slice(text.text.length));
      text.end();
      return { [OUTPUT]: text.text };
    },
    (error: unknown) => {
      text.fail(error);
      throw error;
    },
  );
  // What fails before its first piece can be tried again: nobody has read anything.
  await Promise.race([begun.promise, final]);
  return { outputs: { [OUTPUT]: text }, final };
}
