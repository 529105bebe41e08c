export { RerankField } from './rerank-field.tsx';
export { SearchPage } from './search-page.tsx';
export { SearchSettings, type SearchSettingsValues } from './search-settings.tsx';
export { rerankOf } from './search-values.ts';
