import { join } from 'node:path';
import type * as contract from '@buckle/contract';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { z } from 'zod';
import { MemoryCache } from '#data/cache/index.ts';
import type { OneAtATimeDocuments } from '#data/documents/one-at-a-time/index.ts';
import { openFolderFiles } from '#data/files/index.ts';
import { MemoryQueue } from '#data/queue/index.ts';
import { openEmbeddedSearch } from '#data/search/index.ts';
import type { Search } from '#data/search/port.ts';
import type { ManualClock } from '#kernel/clock.ts';
import type { Principal } from '#kernel/principal.ts';
import { Keyring } from '#services/storage/index.ts';
import { readSettings } from '../../config.ts';
import { type Application, composeApplication } from '../application.ts';
import type { CallParts } from './call-endpoint.ts';
import { callRoute } from './call-route.ts';

const MASTER_KEY = Buffer.alloc(32, 5);
const SECOND_LOOK = 61_000;

/** One process of an installation over a folder, without timers: the test calls what they would. */
export class TimerlessProcess {
  readonly #application: Application;
  readonly #clock: ManualClock;

  private constructor(application: Application, clock: ManualClock) {
    this.#application = application;
    this.#clock = clock;
  }

  /** Starts a process, with the account of an administrator; on a search of its own unless one is given, and with more settings. */
  static async start(folder: string, documents: OneAtATimeDocuments, clock: ManualClock, search?: Search, environment: Readonly<Record<string, string>> = {}): Promise<TimerlessProcess> {
    // Ids are made from the time, which a process that starts later has later.
    clock.advance(1_000);
    const data = {
      folder: { path: folder, release: async () => undefined },
      documents,
      cache: new MemoryCache(clock),
      queue: new MemoryQueue({ onFailure() {} }),
      files: await openFolderFiles(join(folder, 'files')),
      search: search ?? (await openEmbeddedSearch(join(folder, 'search'))),
      close: async () => undefined,
    };
    const settings = readSettings({ BUCKLE_DATA_DIR: folder, ...environment });
    const keyring = await Keyring.open(documents, MASTER_KEY);
    const logger = pino({ level: 'silent' });
    const application = await composeApplication({ settings, data, keyring, clock, logger, onExpelled() {} });
    await application.identity.bootstrap({ adminEmail: 'ada@example.com', adminPassword: 'correct horse battery' });
    return new TimerlessProcess(application, clock);
  }

  /** Calls an endpoint as the gateway does. */
  async call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    userId: string,
    endpoint: contract.Endpoint<P, Q, B, A>,
    parts?: CallParts<P, Q, B>,
  ): Promise<z.output<A>> {
    return callRoute(this.#application.routes, await this.#principal(userId), endpoint, parts);
  }

  /** The id of the first account. */
  async administrator(): Promise<string> {
    return (await this.#application.identity.firstAdministrator())?.id ?? '';
  }

  /** The work that deletes something, if it was begun, and how it stands. */
  async deletion(workspaceId: string, kind: string): Promise<{ readonly state: string } | undefined> {
    return (await this.#application.work.list({ workspaceId, kind, limit: 1 })).items[0];
  }

  /** Has the pages read again that are due after so much time, in milliseconds. */
  async refreshAfter(milliseconds: number): Promise<void> {
    this.#clock.advance(milliseconds);
    await this.#application.knowledge.refreshDue();
  }

  /** Begins to build all search indexes anew. */
  async reindex(): Promise<void> {
    await this.#application.knowledge.rebuildIndexes({ all: true });
  }

  /** Takes over what an earlier process left, and comes to the end of it. */
  async finish(): Promise<void> {
    const { work } = this.#application;
    for (const pause of [0, SECOND_LOOK, 0]) {
      this.#clock.advance(pause);
      await work.collect();
      await work.pump();
      await vi.waitUntil(() => work.running === 0, { interval: 1, timeout: 10_000 });
    }
  }

  /** Frees the threads; the application is not asked for anything after that. */
  async close(): Promise<void> {
    await this.#application.reader.close();
  }

  async #principal(userId: string): Promise<Principal> {
    const { instanceAdmin } = await this.#application.identity.usableAccount(userId);
    return { userId, instanceAdmin, via: 'session', credentialId: `session of ${userId}` };
  }
}
