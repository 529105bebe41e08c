export type { Cache } from './port.ts';
export { MemoryCache } from './memory/memory-cache.ts';
