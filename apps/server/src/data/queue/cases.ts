import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Queue } from './port.ts';

/** The cases that every adapter of the queue port must pass. `open` makes a queue with short pauses. */
export function queueCases(name: string, openQueue: () => Promise<Queue>): void {
  describe(`queue: ${name}`, () => {
    const opened: Queue[] = [];
    afterEach(async () => {
      for (const queue of opened.splice(0)) await queue.close();
    });
    const open = async () => {
      const queue = await openQueue();
      opened.push(queue);
      return queue;
    };

    it('wakes one consumer of the topic', async () => {
      const queue = await open();
      const first = vi.fn<(key: string) => Promise<void>>().mockResolvedValue();
      const second = vi.fn<(key: string) => Promise<void>>().mockResolvedValue();
      const other = vi.fn<(key: string) => Promise<void>>().mockResolvedValue();
      await queue.consume('work', first);
      await queue.consume('work', second);
      await queue.consume('other', other);
      const keys = Array.from({ length: 10 }, (_, n) => `键${n}`);
      await Promise.all(keys.map((key) => queue.publish('work', key)));
      const woken = () => [...first.mock.calls, ...second.mock.calls].map(([key]) => key).toSorted();
      await vi.waitFor(() => expect(woken()).toEqual(keys));
      expect(other).not.toHaveBeenCalled();
    });

    it('handles the messages of one key one at a time, and those of others meanwhile', async () => {
      const queue = await open();
      const gate = Promise.withResolvers<void>();
      const events: string[] = [];
      const handler = async (key: string) => {
        events.push(`begin ${key}`);
        if (key === 'slow') await gate.promise;
        events.push(`end ${key}`);
      };
      await queue.consume('work', handler);
      await queue.consume('work', handler);
      await queue.publish('work', 'slow');
      await vi.waitFor(() => expect(events).toContain('begin slow'));
      await queue.publish('work', 'slow');
      await queue.publish('work', 'quick');
      await vi.waitFor(() => expect(events).toContain('end quick'));
      expect(events.filter((event) => event.endsWith('slow'))).toEqual(['begin slow']);
      gate.resolve();
      await vi.waitFor(() =>
        expect(events.filter((event) => event.endsWith('slow'))).toEqual(['begin slow', 'end slow', 'begin slow', 'end slow']),
      );
    });

    it('calls a handler that fails again', async () => {
      const queue = await open();
      const handler = vi.fn<(key: string) => Promise<void>>().mockRejectedValueOnce(new Error('Once.')).mockResolvedValue();
      await queue.consume('work', handler);
      await queue.publish('work', 'a');
      await vi.waitFor(() => expect(handler.mock.calls).toEqual([['a'], ['a']]));
    });

    it('gives a message up after the fourth failure, and goes on with others', async () => {
      const queue = await open();
      const handler = vi.fn<(key: string) => Promise<void>>(async (key) => {
        if (key === 'poison') throw new Error('Always.');
      });
      await queue.consume('work', handler);
      await queue.publish('work', 'poison');
      const calls = (wanted: string) => handler.mock.calls.filter(([key]) => key === wanted).length;
      await vi.waitFor(() => expect(calls('poison')).toBe(4));
      await queue.publish('work', 'fine');
      await vi.waitFor(() => expect(calls('fine')).toBe(1));
      expect(calls('poison')).toBe(4);
    });

    it('calls a stopped consumer no more, and stops when its handler has ended', async () => {
      const queue = await open();
      const gate = Promise.withResolvers<void>();
      const events: string[] = [];
      const stop = await queue.consume('work', async () => {
        events.push('begin');
        await gate.promise;
        events.push('end');
      });
      await queue.publish('work', 'a');
      await vi.waitFor(() => expect(events).toEqual(['begin']));
      const stopped = stop().then(() => events.push('stopped'));
      await queue.publish('work', 'b');
      gate.resolve();
      await stopped;
      expect(events).toEqual(['begin', 'end', 'stopped']);
    });

    it('refuses messages once it is closed', async () => {
      const queue = await open();
      await queue.close();
      await expect(queue.publish('work', 'a')).rejects.toThrow('closed');
    });
  });
}
