import type { UpgradeProgress } from './port.ts';
import type { CollectionState, Upgradable } from './upgrade-pass.ts';
import { UpgradePass } from './upgrade-pass.ts';

/** The upgrade passes of one store. */
export class Upgrades {
  readonly #passes: UpgradePass[] = [];
  readonly #running = new Set<Promise<unknown>>();

  /**
   * Begins the pass that a collection needs, if any. Where it may run in the background it is not
   * waited for, and its failure is told by `progress`; otherwise this resolves when it has ended.
   */
  async run(collection: Upgradable, state: CollectionState, inBackground: boolean): Promise<void> {
    if (state.position === undefined) return;
    const pass = new UpgradePass(collection, state.position);
    this.#passes.push(pass);
    const running = pass.run();
    if (!inBackground) return running;
    const settled = Promise.allSettled([running]).finally(() => this.#running.delete(settled));
    this.#running.add(settled);
  }

  progress(): UpgradeProgress[] {
    return this.#passes.map((pass) => pass.progress);
  }

  /** Ends every pass; the next start goes on where they are. */
  async stop(): Promise<void> {
    for (const pass of this.#passes) pass.stop();
    await Promise.all(this.#running);
  }
}
