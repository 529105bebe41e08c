import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, vi } from 'vitest';
import { hasBrowser, launchBrowser, type PageOptions, Visitor } from './browser.ts';
import { signIn } from './scene.ts';
import type { StudioServer } from './server.ts';

// A browser takes its time where several work on one machine.
vi.setConfig({ testTimeout: 60_000 });

if (!hasBrowser) {
  process.stderr.write('Skipped: the tests in a browser. There is no chromium; "apt-get install chromium" brings it.\n');
}

/** `describe` for tests in a browser, which are skipped where there is none. */
export const describeInBrowser = hasBrowser ? describe : describe.skip;

/**
 * What the tests of a file work with, inside of `describeInBrowser`: one browser, one server, and for
 * each test a visitor of its own, in whose page nothing may go wrong.
 *
 * @example
 * const studio = new StudioTests(() => StudioServer.startWithAccount());
 * it('…', async () => { const page = await studio.openSignedIn(); });
 */
export class StudioTests {
  #browser: Browser | undefined;
  #server: StudioServer | undefined;
  #visitor: Visitor | undefined;

  /** `prepare` fills the server, before the first test. */
  constructor(start: () => Promise<StudioServer>, prepare: (server: StudioServer) => Promise<unknown> = async () => undefined) {
    beforeAll(async () => {
      [this.#browser, this.#server] = await Promise.all([launchBrowser(), start()]);
      await prepare(this.#server);
    });
    afterEach(async () => {
      const visitor = this.#visitor;
      this.#visitor = undefined;
      await visitor?.close();
      expect(visitor?.problems ?? []).toEqual([]);
    });
    afterAll(async () => {
      await Promise.all([this.#browser?.close(), this.#server?.stop()]);
    });
  }

  get server(): StudioServer {
    return there(this.#server);
  }

  /** The visitor of this test. */
  get visitor(): Visitor {
    return there(this.#visitor);
  }

  /** The page of a new visitor. */
  async open(options?: PageOptions): Promise<Page> {
    this.#visitor = await Visitor.open(there(this.#browser), this.server.address, options);
    return this.#visitor.page;
  }

  /** The same, signed in: as the administrator where no e-mail is given. */
  async openSignedIn(email?: string, options?: PageOptions): Promise<Page> {
    const page = await this.open(options);
    await signIn(page, email);
    return page;
  }
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('This is there only while a test runs.');
  return value;
}
