export { Disk } from './disk.ts';
export type { OneAtATimeDocuments, StopOptions } from './documents.ts';
