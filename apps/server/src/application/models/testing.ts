import { randomBytes } from 'node:crypto';
import { type AuditEntry, createAudit } from '#application/audit/index.ts';
import { Idempotency } from '#application/idempotency/index.ts';
import { openMemoryDocuments, type Documents } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { NotFound, PermissionDenied } from '#kernel/errors.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { Outbound } from '#services/outbound/index.ts';
import { Keyring } from '#services/storage/index.ts';
import { connectFirst, type FirstModel } from './connect-first.ts';
import type { ModelsContext } from './context.ts';
import type { NewModel } from './create-model.ts';
import { openModelCollections } from './model-document.ts';
import { ModelResolver } from './resolve-model.ts';

/** The parts of the models module over documents in memory, with a clock that the test moves. */
export interface TestModels {
  readonly context: ModelsContext;
  readonly documents: Documents;
  readonly clock: ManualClock;
  /** The audit log, oldest first. */
  audited(): Promise<readonly AuditEntry[]>;
  connectFirst(baseUrl: string, type?: FirstModel['type']): Promise<void>;
  close(): Promise<void>;
}

/** Manages the models of the workspace `w1`. */
export const EDITOR = person('editor');
/** Administers the instance and is a member of no workspace. */
export const ADMINISTRATOR = { ...person('administrator'), instanceAdmin: true };
/** A member of no workspace. */
export const STRANGER = person('stranger');

export const KEY = 'sk-0123456789abcdef';

/** A chat model of `w1` to connect. */
export const WANTED: NewModel = {
  workspaceId: 'w1',
  name: 'Mine',
  preset: 'deepseek',
  modelName: 'deepseek-chat',
  apiKey: KEY,
  capabilities: {},
  contextTokens: 8000,
  timeouts: {},
  maxRetries: 0,
  enabled: true,
  isDefault: false,
  allowPrivateAddress: false,
};

/** Opens the parts for a test. The editor may do all in `w1`, others nothing. */
export async function openTestModels(): Promise<TestModels> {
  const clock = new ManualClock();
  const documents = await openMemoryDocuments();
  const keyring = await Keyring.open(documents, randomBytes(32));
  const collections = await openModelCollections(documents, keyring);
  const outbound = new Outbound();
  const ids = new IdGenerator(clock, 1);
  const audit = await createAudit({ documents, keyring, clock, ids });
  const context: ModelsContext = {
    ...collections,
    documents,
    keyring,
    outbound,
    clock,
    ids,
    resolver: new ModelResolver(collections, { outbound, clock }),
    idempotency: await Idempotency.open(documents, keyring, clock),
    audit,
    identity: {
      authorize: async (principal, _permission, { type, id, workspaceId }) => {
        if (principal.userId !== EDITOR.userId || workspaceId !== 'w1') throw new NotFound(type, id);
        return 'owner';
      },
      authorizeInstance: async (principal) => {
        if (!principal.instanceAdmin) throw new PermissionDenied('Only administrators of this instance may do this.');
      },
      authorizeAccount: async () => undefined,
    },
  };
  return {
    context,
    documents,
    clock,
    audited: async () => (await audit.stores.entries.find({ limit: 100 })).items,
    connectFirst: (baseUrl, type = 'chat') => connectFirst(context, { type, baseUrl, modelName: 'first', apiKey: 'k' }),
    async close() {
      await outbound.close();
      await documents.close();
    },
  };
}

function person(userId: string): Principal {
  return { userId, instanceAdmin: false, via: 'session', credentialId: userId };
}
