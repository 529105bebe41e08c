import type { Files } from '#data/files/port.ts';
import { MemoryFiles } from '#data/files/testing/memory-files.ts';
import { type Keyring, SealedFiles } from '#services/storage/index.ts';
import { LargeValues } from '../runs/large-values.ts';

/** Large values of runs in memory; of files that are given, another process may go on with them. */
export function valuesInMemory(keyring: Keyring, { files = new MemoryFiles(), limit = 262_144 }: { readonly files?: Files; readonly limit?: number } = {}): LargeValues {
  return new LargeValues(new SealedFiles(files, keyring), limit);
}
