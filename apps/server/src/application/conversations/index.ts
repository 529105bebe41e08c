import type { Aged } from '#data/documents/aged.ts';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import type { EventStream, Route } from '#kernel/route.ts';
import type { WorkKind } from '#services/work/index.ts';
import { type ChatflowChat, chatflowChat } from './chatflow-chat.ts';
import { openChats, openTraces } from './chat-document.ts';
import type { ConversationsContext, ConversationsDependencies, TurnExtensions } from './context.ts';
import { openConversations, openRemovals } from './conversation-document.ts';
import { FlowConversations } from './flow-conversations.ts';
import { LiveTurns } from './live-turns.ts';
import { openMessages } from './message-document.ts';
import { deletionKind } from './delete-conversation.ts';
import { hasInactive, hasOldTraces, removeAllOf, removeInactive, removeOldTraces, removeVisits } from './remove-many.ts';
import { removeExpired } from './remove-expired.ts';
import { conversationRoutes } from './routes.ts';
import { streamStanding, streamTurn } from './stream-chat.ts';
import { concludeTurn, giveUpTurn } from './turn/conclude-turn.ts';
import { openSuspendedTurns } from './suspended-turns.ts';
import type { TurnFlows } from './turn/flow-port.ts';
import { rememberTools } from './turn/remember-tool.ts';
import { runTurn } from './turn/run-turn.ts';
import type { TurnKnowledge } from './turn/knowledge-port.ts';
import type { ToolSource } from './turn/tool-port.ts';
import type { TurnInput, TurnResult } from './turn/turn-types.ts';
import { VisitorChats } from './visitor-chats.ts';

export type { ConversationsDependencies } from './context.ts';
export type { ChatflowChat } from './chatflow-chat.ts';
export type { FlowConversation, FlowConversations, FlowMessage } from './flow-conversations.ts';
export { messageAnswer } from './message-document.ts';
export type { Visitor, VisitorChats } from './visitor-chats.ts';
export type { Chatflow, ChatflowInput, FlowNote, FlowPlace, FlowRecord, FlowResult, TurnFlows } from './turn/flow-port.ts';
export { CALLS_IN_A_REPLY, TOOL_ROUNDS } from './turn/tool-round.ts';
export { PassageNumbers } from './turn/passage-numbers.ts';
export type { Recalled, TurnKnowledge } from './turn/knowledge-port.ts';
export type { ServerTool, ToolInvocation, ToolResult, ToolSource, ToolUser } from './turn/tool-port.ts';

/** Conversations, their messages, and chats: the turns of bots. */
export interface Conversations {
  readonly routes: readonly Route[];
  readonly visitors: VisitorChats;
  /** What workflows do with their own conversations. */
  readonly ofFlows: FlowConversations;
  /** Begins a turn of a chatflow that the principal may run, and follows it. `done` is the data of the last event. Throws `ConversationBusy`, `NotFound` and `BadRequest`. */
  chatWithChatflow(principal: Principal, asked: ChatflowChat, done: string): Promise<EventStream>;
  /** Has turns use the tools and workflows of another module; to be called when that is opened. */
  extend(extension: { readonly tools?: ToolSource; readonly flows?: TurnFlows; readonly knowledge?: TurnKnowledge }): void;
  /** Removes all conversations of a workspace. Throws `ConversationBusy` where a chat does not end. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
  /** Conversations of workspaces, by when somebody last talked in them. */
  readonly byActivity: Aged;
  /** Traces of workspaces, by when their turns began. */
  readonly tracesByAge: Aged;
  /** Removes what was not to be saved, once its time is over. */
  removeExpired(): Promise<void>;
}

/** Opens conversations and registers the turn as a kind of work. */
export async function openConversationsModule(dependencies: ConversationsDependencies): Promise<Conversations> {
  const { documents, keyring, variables } = dependencies;
  const [conversations, removals, messages, chats, traces, suspendedTurns] = await Promise.all([
    openConversations(documents, keyring),
    openRemovals(documents),
    openMessages(documents, keyring),
    openChats(documents, keyring),
    openTraces(documents, keyring),
    openSuspendedTurns(documents, keyring),
  ]);
  const turnKind: WorkKind<TurnInput, TurnResult> = {
    kind: 'chat',
    run: (work) => runTurn(context, work),
    conclude: (work, ending) => concludeTurn(context, work, ending),
    giveUp: (work, reason) => giveUpTurn(context, work, reason),
  };
  const extensions: TurnExtensions = { tools: [rememberTools(variables.store), ...dependencies.toolSources] };
  const context: ConversationsContext = {
    ...dependencies,
    extensions,
    conversations,
    removals,
    messages,
    chats,
    traces,
    suspendedTurns,
    liveTurns: new LiveTurns(),
    turnKind,
    deletionKind: deletionKind({ conversations, messages, chats, traces, suspendedTurns, extensions }),
  };
  dependencies.work.register(turnKind);
  dependencies.work.register(context.deletionKind);
  dependencies.bots.alsoRemove((botId, watch) => removeVisits(context, botId, watch));
  return {
    routes: conversationRoutes(context),
    visitors: new VisitorChats(context),
    ofFlows: new FlowConversations(context),
    async chatWithChatflow(principal, asked, done) {
      const { chat, started, live } = await chatflowChat(context, principal, asked);
      return live ? streamTurn(context, chat, live, started, true, done) : streamStanding(context, chat, done);
    },
    extend({ tools, flows, knowledge }) {
      if (tools) extensions.tools.push(tools);
      if (flows) extensions.flows = flows;
      if (knowledge) extensions.knowledge = knowledge;
    },
    removeExpired: () => removeExpired(context),
    byActivity: {
      hasOlder: (workspaceId, before) => hasInactive(context, workspaceId, before),
      removeOlder: (workspaceId, before, watch) => removeInactive(context, workspaceId, before, watch),
    },
    tracesByAge: {
      hasOlder: (workspaceId, before) => hasOldTraces(context, workspaceId, before),
      removeOlder: (workspaceId, before, watch) => removeOldTraces(context, workspaceId, before, watch),
    },
    removeAllOf: (workspaceId, watch) => removeAllOf(context, workspaceId, watch),
  };
}
