export type { Queue } from './port.ts';
export { MemoryQueue } from './memory/memory-queue.ts';
