export * from './port.ts';
export { openEmbeddedSearch } from './embedded/embedded-search.ts';
