import { describe } from 'vitest';
import type { OpenStore } from './cases/fixture.ts';
import { queryCases } from './cases/queries.ts';
import { reopeningCases } from './cases/reopening.ts';
import { streamCases } from './cases/streams.ts';
import { writeCases } from './cases/writes.ts';

/**
 * The cases that every adapter of the documents port must pass.
 *
 * @param name the adapter
 * @param open makes an empty store for one test
 * @param options.lasting whether what is stored outlives closing; it does unless said otherwise
 */
export function documentsCases(name: string, open: OpenStore, options: { readonly lasting?: boolean } = {}): void {
  describe(`documents: ${name}`, () => {
    writeCases(open);
    queryCases(open);
    streamCases(open);
    if (options.lasting !== false) reopeningCases(open);
  });
}
