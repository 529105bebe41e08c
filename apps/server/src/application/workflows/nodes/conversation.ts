import type { ConversationConfig, ConversationOperation } from '@buckle/canvas';
import type { FlowConversation, FlowConversations, FlowMessage } from '#application/conversations/index.ts';
import { codes, NodeError } from '../engine/errors.ts';
import { type NodeContext, type NodeRunner, nodeRunner } from '../engine/node-runner.ts';
import { numberOf, textOf, type Values } from '../engine/values.ts';
import { once } from './once.ts';

/** How many rounds or messages are read where a node does not say. */
const USUAL_ROUNDS = 3;
const USUAL_LIMIT = 20;

type Context = NodeContext<ConversationConfig>;

/** What one kind of node does; `conversation` is the one that its inputs name, where there is one. */
type Operation = (conversations: FlowConversations, context: Context, conversation: FlowConversation | undefined) => Values | Promise<Values>;

const FAILED: Values = { isSuccess: false };

const operations: Record<ConversationOperation, Operation> = {
  async createConversation(conversations, context) {
    const id = await once(context, 'id', () => conversations.newId());
    const { id: conversationId, isExisted } = await conversations.create(context.facts.owner, nameIn(context, 'conversationName'), id);
    return { isSuccess: true, isExisted, conversationId };
  },
  async updateConversation(conversations, context, conversation) {
    const { facts: { owner } } = context;
    // Once it has its new name, nobody finds it by the old one.
    const found = await once(context, 'conversation', () => conversation ?? null);
    if (found === null) return { ...FAILED, isExisted: false, conversationId: '' };
    const isRenamed = await conversations.rename(owner, found, nameIn(context, 'newConversationName'));
    return { isSuccess: isRenamed, isExisted: !isRenamed, conversationId: found.id };
  },
  async deleteConversation(conversations, context, conversation) {
    const found = await once(context, 'conversation', () => conversation ?? null);
    if (found === null) return FAILED;
    if (await conversations.exists(found)) await conversations.delete(context.facts.owner, found);
    return { isSuccess: true };
  },
  async listConversations(conversations, { facts: { owner } }) {
    const list = await conversations.list(owner);
    return { conversationList: list.map(({ id, name }) => ({ conversationName: name, conversationId: id })) };
  },
  async conversationHistory(conversations, { inputs }, conversation) {
    const rounds = Math.max(0, Math.trunc(numberOf(inputs['rounds']) ?? USUAL_ROUNDS));
    return { messageList: conversation ? await conversations.history(conversation, rounds) : [] };
  },
  async clearHistory(conversations, context, conversation) {
    if (conversation === undefined) return FAILED;
    const sectionId = await once(context, 'section', () => conversations.newId());
    await conversations.clear(context.facts.owner, conversation, sectionId);
    return { isSuccess: true };
  },
  async listMessages(conversations, { inputs }, conversation) {
    if (conversation === undefined) return { messageList: [], firstId: '', lastId: '', hasMore: false };
    const limit = numberOf(inputs['limit']) ?? USUAL_LIMIT;
    const { items, hasMore } = await conversations.messages(conversation, { limit, beforeId: textOf(inputs['beforeId']), afterId: textOf(inputs['afterId']) });
    return { messageList: items.map(messageValue), firstId: items[0]?.id ?? '', lastId: items.at(-1)?.id ?? '', hasMore };
  },
  async createMessage(conversations, context, conversation) {
    if (conversation === undefined) return { ...FAILED, message: null };
    const { inputs, facts: { owner } } = context;
    const role = textOf(inputs['role']) || 'user';
    if (role !== 'user' && role !== 'assistant') throw new NodeError(codes.input, `A message has the role user or assistant, not ${JSON.stringify(role)}.`, { isFinal: true });
    const id = await once(context, 'id', () => conversations.newId());
    return { isSuccess: true, message: messageValue(await conversations.createMessage(owner, conversation, { id, role, content: textOf(inputs['content']) })) };
  },
  async updateMessage(conversations, { inputs }, conversation) {
    if (conversation === undefined) return FAILED;
    return { isSuccess: await conversations.editMessage(conversation, textOf(inputs['messageId']), textOf(inputs['newContent'])) };
  },
  async deleteMessage(conversations, context, conversation) {
    if (conversation === undefined) return FAILED;
    const messageId = textOf(context.inputs['messageId']);
    const isThere = await once(context, 'message', async () => (await conversations.message(conversation, messageId)) !== undefined);
    if (isThere) await conversations.deleteMessage(conversation, messageId);
    return { isSuccess: isThere };
  },
};

/** Kinds that only look. */
const READING: ReadonlySet<string> = new Set<ConversationOperation>(['listConversations', 'conversationHistory', 'listMessages']);

/** The nodes that work with conversations which the workflow keeps by their names, and with messages in them. */
export function conversationRunners(conversations: FlowConversations): readonly NodeRunner<ConversationConfig>[] {
  return Object.entries(operations).map(([key, operation]) =>
    nodeRunner<ConversationConfig>({
      key,
      hasEffects: !READING.has(key),
      async run(context) {
        const name = textOf(context.inputs['conversationName']);
        const conversation = key === 'createConversation' || name === '' ? undefined : await conversations.find(context.facts.owner, name);
        if (name !== '' && conversation === undefined && key !== 'createConversation') context.warn(`there is no conversation ${JSON.stringify(name)}`);
        return { outputs: await operation(conversations, context, conversation) };
      },
    }),
  );
}

function nameIn({ inputs }: Context, input: string): string {
  return textOf(inputs[input]);
}

function messageValue({ id, role, contentType, content }: FlowMessage): Values {
  return { messageId: id, role, contentType, content };
}
