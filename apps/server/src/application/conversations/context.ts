import type { Audit } from '#application/audit/index.ts';
import type { Bots } from '#application/bots/index.ts';
import type { Files } from '#application/files/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { WorkspaceLimits } from '#application/limits/index.ts';
import type { Models, Usage } from '#application/models/index.ts';
import type { Variables } from '#application/variables/index.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Logger } from '#kernel/logger.ts';
import type { Keyring, SealedCollection } from '#services/storage/index.ts';
import type { Work, WorkKind } from '#services/work/index.ts';
import type { ChatDocument, TraceDocument } from './chat-document.ts';
import type { ConversationDocument, ConversationRemoval } from './conversation-document.ts';
import type { DeletionInput } from './delete-conversation.ts';
import type { LiveTurns } from './live-turns.ts';
import type { MessageDocument } from './message-document.ts';
import type { ModelCalled } from '#application/models/index.ts';
import type { SuspendedTurns } from './suspended-turns.ts';
import type { TurnFlows } from './turn/flow-port.ts';
import type { TurnKnowledge } from './turn/knowledge-port.ts';
import type { ToolSource } from './turn/tool-port.ts';
import type { TurnInput, TurnResult } from './turn/turn-types.ts';

/** What conversations are given when they are built. */
export interface ConversationsDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly work: Work;
  readonly identity: Identity;
  readonly audit: Audit;
  readonly bots: Bots;
  readonly models: Models;
  readonly usage: Usage;
  readonly limits: WorkspaceLimits;
  readonly files: Files;
  readonly variables: Variables;
  readonly idempotency: Idempotency;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  /** Where the tools come from that the server runs for bots. */
  readonly toolSources: readonly ToolSource[];
  /** How long a chat waits for the outputs of its client's tools, in milliseconds. */
  readonly toolOutputTimeout: number;
  /** Told of every call of a model that is over. */
  readonly onModelCalled?: ((called: ModelCalled) => void) | undefined;
}

/** What turns use of other modules. */
export interface TurnExtensions {
  readonly tools: ToolSource[];
  flows?: TurnFlows;
  knowledge?: TurnKnowledge;
}

/** What each operation works with. */
export interface ConversationsContext extends Omit<ConversationsDependencies, 'toolSources'> {
  readonly conversations: SealedCollection<ConversationDocument>;
  readonly removals: Collection<ConversationRemoval>;
  readonly messages: SealedCollection<MessageDocument>;
  readonly chats: SealedCollection<ChatDocument>;
  readonly traces: SealedCollection<TraceDocument>;
  readonly suspendedTurns: SuspendedTurns;
  /** What turns use of other modules, all of it known before the first turn. */
  readonly extensions: TurnExtensions;
  readonly liveTurns: LiveTurns;
  readonly turnKind: WorkKind<TurnInput, TurnResult>;
  readonly deletionKind: WorkKind<DeletionInput, undefined>;
}
