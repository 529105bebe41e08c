import { randomBytes } from 'node:crypto';
import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createAudit } from '#application/audit/index.ts';
import { openBots } from '#application/bots/index.ts';
import { Idempotency } from '#application/idempotency/index.ts';
import { createIdentity, identityRoutes } from '#application/identity/index.ts';
import { openModels } from '#application/models/index.ts';
import { MemoryCache } from '#data/cache/index.ts';
import type { Documents } from '#data/documents/index.ts';
import { MemoryQueue } from '#data/queue/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator } from '#kernel/ids.ts';
import { silentLogger } from '#kernel/logger.ts';
import type { Principal } from '#kernel/principal.ts';
import { Outbound } from '#services/outbound/index.ts';
import { Keyring } from '#services/storage/index.ts';
import { ProcessRegistry, Work } from '#services/work/index.ts';
import type { CallParts } from './testing/call-endpoint.ts';
import { callRoute } from './testing/call-route.ts';

const outbound = new Outbound();

/** What one process of an installation offers to its administrator. */
class Process {
  readonly #parts: Awaited<ReturnType<typeof openParts>>;
  readonly #administrator: Principal;

  private constructor(parts: Awaited<ReturnType<typeof openParts>>, administrator: Principal) {
    this.#parts = parts;
    this.#administrator = administrator;
  }

  static async start(documents: Documents, clock: ManualClock, masterKey: Buffer): Promise<Process> {
    // Ids are made from the time, which a process that starts later has later.
    clock.advance(1_000);
    const parts = await openParts(documents, clock, masterKey);
    const { identity } = parts;
    if (!(await identity.firstAdministrator())) await identity.bootstrap({});
    const { id: userId = '' } = (await identity.firstAdministrator()) ?? {};
    return new Process(parts, { userId, instanceAdmin: true, via: 'session', credentialId: 'session' });
  }

  /** Calls an endpoint as the gateway does. */
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: contract.Endpoint<P, Q, B, A>,
    parts?: CallParts<P, Q, B>,
  ): Promise<z.output<A>> {
    return callRoute(this.#parts.routes, this.#administrator, endpoint, parts);
  }

  /** The outcomes of an action, oldest first. */
  async outcomes(action: string): Promise<string[]> {
    const { items } = await this.#parts.audit.stores.entries.find({ limit: 1000 });
    return items.filter((entry) => entry.action === action).map((entry) => entry.ending?.outcome ?? entry.outcome);
  }

  async firstBreak() {
    return (await this.#parts.audit.verify()).firstBreak;
  }
}

async function openParts(documents: Documents, clock: ManualClock, masterKey: Buffer) {
  const ids = new IdGenerator(clock, 1);
  const keyring = await Keyring.open(documents, masterKey);
  const idempotency = await Idempotency.open(documents, keyring, clock);
  const audit = await createAudit({ documents, keyring, clock, ids });
  const own = { cache: new MemoryCache(clock), registration: 'closed', secureCookies: false } as const;
  const identity = await createIdentity({ countRequest: async () => {}, ...own, documents, keyring, audit, idempotency, clock, ids });
  const shared = { documents, keyring, identity, audit, idempotency, clock, ids };
  const models = await openModels({ ...shared, outbound });
  const bots = await openBots({ ...shared, models, work: await openWork(documents, keyring, clock) });
  return { audit, identity, routes: [...identityRoutes(identity), ...models.routes, ...bots.routes] };
}

async function openWork(documents: Documents, keyring: Keyring, clock: ManualClock): Promise<Work> {
  const processes = await ProcessRegistry.join(documents, clock, true);
  const queue = new MemoryQueue({ onFailure() {} });
  const cache = new MemoryCache(clock);
  return Work.open({ documents, keyring, clock, queue, cache, processes, logger: silentLogger, capacity: 10, worker: true });
}

/** What the operations work on. */
interface Scene {
  readonly workspace_id: string;
  readonly user_id: string;
  readonly bot_id: string;
  readonly model_id: string;
}

interface Operation {
  readonly action: string;
  /** Where it has to begin from anew each time. */
  readonly prepare?: (process: Process, scene: Scene) => Promise<unknown>;
  /** Makes the change; `name` is another each time. */
  readonly run: (process: Process, scene: Scene, name: string) => Promise<unknown>;
  /** What the change changes, as readers see it. */
  readonly state: (process: Process, scene: Scene) => Promise<unknown>;
}

const members = (process: Process, { workspace_id }: Scene) => process.call(contract.listMembers, { params: { workspace_id } });
const roleIs = (role: contract.Role) => (process: Process, { workspace_id, user_id }: Scene) =>
  process.call(contract.updateMember, { params: { workspace_id, user_id }, body: { role } });
const draft = (process: Process, { bot_id }: Scene) => process.call(contract.getBotDraft, { params: { bot_id } });
const model = (process: Process, { model_id }: Scene) => process.call(contract.getModel, { params: { model_id } });
const modelIs = (body: { readonly name?: string; readonly is_default?: boolean }) => (process: Process, { model_id }: Scene) =>
  process.call(contract.updateModel, { params: { model_id }, body });

const operations: Readonly<Record<string, Operation>> = {
  'a bot that is made': {
    action: 'bot.create',
    run: (process, { workspace_id }, name) => process.call(contract.createBot, { body: { space_id: workspace_id, name } }),
    state: (process, { workspace_id }) => process.call(contract.listBots, { query: { workspace_id, publish_status: 'all' } }),
  },
  'a draft that is saved': {
    action: 'bot.update',
    run: (process, { bot_id }, name) => process.call(contract.updateBot, { body: { bot_id, name } }),
    state: async (process, scene) => (await draft(process, scene)).definition,
  },
  'a bot that is published': {
    action: 'bot.publish',
    run: (process, { bot_id }) => process.call(contract.publishBot, { body: { bot_id } }),
    state: (process, { bot_id }) => process.call(contract.listBotVersions, { params: { bot_id } }),
  },
  'a role that is changed': {
    action: 'member.update',
    prepare: roleIs('viewer'),
    run: roleIs('editor'),
    state: members,
  },
  'an owner who becomes a viewer': {
    action: 'member.update',
    prepare: roleIs('owner'),
    run: roleIs('viewer'),
    state: members,
  },
  'a token that is made': {
    action: 'token.create',
    run: (process, _, name) => process.call(contract.createToken, { body: { name } }),
    state: (process) => process.call(contract.listTokens),
  },
  'a model that is changed': {
    action: 'model.update',
    run: (process, scene, name) => modelIs({ name })(process, scene),
    state: async (process, scene) => (await model(process, scene)).name,
  },
  'a model that becomes the default': {
    action: 'model.set_default',
    prepare: modelIs({ is_default: false }),
    run: modelIs({ is_default: true }),
    state: async (process, scene) => (await model(process, scene)).is_default,
  },
  'a workspace that is renamed': {
    action: 'workspace.update',
    run: (process, { workspace_id }, name) => process.call(contract.updateWorkspace, { params: { workspace_id }, body: { name } }),
    state: (process, { workspace_id }) => process.call(contract.getWorkspace, { params: { workspace_id } }),
  },
  'an account that is made': {
    action: 'user.create',
    run: (process, _, name) => process.call(contract.createUser, { body: { email: `${name.toLowerCase()}@example.com` } }),
    state: (process) => process.call(contract.listUsers),
  },
};

/** What the log may say of a change, which must stand where it was acknowledged. */
function allowed(isAcknowledged: boolean, stands: boolean): string[][] {
  if (isAcknowledged) return stands ? [['done']] : [];
  return stands ? [['begun'], ['done']] : [[], ['begun']];
}

describe('a change whose process is killed after each of its commits', () => {
  const disk = new Disk();
  const clock = new ManualClock();
  const masterKey = randomBytes(32);
  let process: Process;
  let scene: Scene;

  /** Starts the process that comes after a kill. */
  const restart = async () => Process.start(await disk.open(), clock, masterKey);

  beforeAll(async () => {
    process = await restart();
    const { id: workspace_id } = await process.call(contract.createWorkspace, { body: { name: 'Team' } });
    const { user } = await process.call(contract.createUser, { body: { email: 'bert@example.com' } });
    await process.call(contract.addMember, { params: { workspace_id }, body: { user_id: user.id, role: 'viewer' } });
    const { bot_id } = await process.call(contract.createBot, { body: { space_id: workspace_id, name: 'Bot' } });
    const connected = { workspace_id, name: 'M', model_name: 'm', base_url: 'http://127.0.0.1:9/v1' };
    const { id: model_id } = await process.call(contract.createModel, { body: connected });
    scene = { workspace_id, user_id: user.id, bot_id, model_id };
  });
  afterAll(() => outbound.close());

  it.each(Object.entries(operations))('has its entry: %s', async (_, { action, prepare, run, state }) => {
    let isAcknowledged = false;
    for (let stopAfter = 1; !isAcknowledged; stopAfter += 1) {
      await prepare?.(process, scene);
      const stateBefore = await state(process, scene);
      const outcomesBefore = await process.outcomes(action);

      const documents = await disk.open({ stopAfter });
      const story = (async () => {
        await run(await Process.start(documents, clock, masterKey), scene, `N${stopAfter}`);
        isAcknowledged = true;
      })();
      await Promise.race([documents.stopped, story]);

      process = await restart();
      const outcomes = (await process.outcomes(action)).slice(outcomesBefore.length);
      const stands = JSON.stringify(await state(process, scene)) !== JSON.stringify(stateBefore);
      expect(allowed(isAcknowledged, stands)).toContainEqual(outcomes);
      expect(await process.firstBreak()).toBeUndefined();
    }
  });
});
