export * from './part-administration.ts';
export * from './part-first.ts';
export * from './part-knowledge.ts';
export * from './part-workflows.ts';
