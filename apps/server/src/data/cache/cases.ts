import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Cache } from './port.ts';

/** An empty cache for one test. */
export interface CacheStore {
  readonly cache: Cache;
  /** Lets time pass, in milliseconds. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** The cases that every adapter of the cache port must pass. */
export function cacheCases(name: string, openStore: () => Promise<CacheStore>): void {
  describe(`cache: ${name}`, () => {
    const opened: Cache[] = [];
    afterEach(async () => {
      for (const cache of opened.splice(0)) await cache.close();
    });
    const open = async () => {
      const store = await openStore();
      opened.push(store.cache);
      return store;
    };

    it('keeps a value until its time is over', async () => {
      const { cache, pass } = await open();
      await cache.set('a', '值', 1000);
      await pass(500);
      expect(await cache.get('a')).toBe('值');
      await pass(600);
      expect(await cache.get('a')).toBeUndefined();
      expect(await cache.get('b')).toBeUndefined();
    });

    it('replaces a value and its time', async () => {
      const { cache, pass } = await open();
      await cache.set('a', '1', 1000);
      await cache.set('a', '2', 3000);
      await pass(1500);
      expect(await cache.get('a')).toBe('2');
    });

    it('deletes a value', async () => {
      const { cache } = await open();
      await cache.set('a', '1', 1000);
      await cache.delete('a');
      await cache.delete('nobody');
      expect(await cache.get('a')).toBeUndefined();
    });

    it('counts, from the first addition until its time is over', async () => {
      const { cache, pass } = await open();
      expect(await cache.increment('a', 2, 1000)).toBe(2);
      await pass(600);
      expect(await cache.increment('a', 3, 1000)).toBe(5);
      expect(await cache.increment('a', -1, 1000)).toBe(4);
      expect(await cache.get('a')).toBe('4');
      await pass(600);
      expect(await cache.increment('a', 1, 1000)).toBe(1);
    });

    it('loses no addition of many at once', async () => {
      const { cache } = await open();
      await Promise.all(Array.from({ length: 50 }, () => cache.increment('a', 1, 60_000)));
      expect(await cache.get('a')).toBe('50');
    });

    it('sends messages to all who listen to their channel, in order', async () => {
      const { cache } = await open();
      const heard: string[] = [];
      await cache.subscribe('a', (message) => heard.push(`first ${message}`));
      await cache.subscribe('a', (message) => heard.push(`second ${message}`));
      await cache.subscribe('b', (message) => heard.push(`other ${message}`));
      await cache.publish('a', '1');
      await cache.publish('a', '2');
      await cache.publish('nobody', '3');
      await vi.waitFor(() => expect(heard).toHaveLength(4));
      expect(heard.filter((text) => text.startsWith('first'))).toEqual(['first 1', 'first 2']);
      expect(heard.filter((text) => text.startsWith('second'))).toEqual(['second 1', 'second 2']);
    });

    it('sends nothing to who no longer listens', async () => {
      const { cache } = await open();
      const heard: string[] = [];
      const listener = (message: string) => heard.push(message);
      const stop = await cache.subscribe('a', listener);
      await cache.subscribe('a', listener);
      await stop();
      await stop();
      await cache.publish('a', '1');
      await vi.waitFor(() => expect(heard).toEqual(['1']));
    });

    it('refuses calls once it is closed', async () => {
      const { cache } = await open();
      await cache.close();
      await expect(cache.get('a')).rejects.toThrow('closed');
      await expect(cache.publish('a', '1')).rejects.toThrow('closed');
    });
  });
}
