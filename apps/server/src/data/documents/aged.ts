import type { RemovalWatch } from './remove-all.ts';

/** Things that have an age, of many owners. Times are in milliseconds. */
export interface Aged {
  /** Whether an owner has some from before a time. */
  hasOlder(owner: string, before: number): Promise<boolean>;
  /** Removes those, page by page. Returns how many there were. */
  removeOlder(owner: string, before: number, watch: RemovalWatch): Promise<number>;
}
