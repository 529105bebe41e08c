import type { BotVersionDocument } from '#application/bots/index.ts';
import { type Conversations, type ConversationsDependencies, openConversationsModule } from '#application/conversations/index.ts';
import { IdGenerator } from '#kernel/ids.ts';
import { silentLogger } from '#kernel/logger.ts';
import type { ChatRequest, ModelEvent } from '#services/models/port.ts';
import type { TestProcess } from '#services/work/testing.ts';

/** Conversations in a test's process, where one bot talks through one model. */
export function openTestConversations(process: TestProcess, version: BotVersionDocument, reply: (request: ChatRequest) => AsyncGenerator<readonly ModelEvent[]>): Promise<Conversations> {
  const model = {
    id: 'm', name: 'm', chatModel: { stream: reply }, fallback: undefined, contextTokens: 1_000, maxOutputTokens: undefined, capabilities: { vision: false }, offline: false,
  };
  // What is tried here uses no more of the other modules.
  return openConversationsModule({
    ...process,
    bots: { alsoRemove: () => undefined, online: { version: () => Promise.resolve(version), current: () => Promise.resolve(version) } },
    models: { resolve: () => Promise.resolve(model) },
    variables: { store: { list: () => Promise.resolve([]) } },
    limits: { startWork: (_: string, __: object, begin: () => unknown) => begin() },
    files: {},
    usage: { writes: () => Promise.resolve([]) },
    ids: new IdGenerator(process.clock, process.processes.node),
    logger: silentLogger,
    toolSources: [],
    toolOutputTimeout: 1_000,
  } as unknown as ConversationsDependencies);
}
