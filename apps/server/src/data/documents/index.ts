export * from './port.ts';
export { openMemoryDocuments, openSqliteDocuments } from './sqlite/index.ts';
export type { SqliteOptions } from './sqlite/index.ts';
