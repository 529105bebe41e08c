export { AppliedConditions } from './applied-conditions.tsx';
export { ConditionRows } from './condition-rows.tsx';
export { conditionText } from './condition-text.ts';
export { RerankField } from './rerank-field.tsx';
export { SearchNotes } from './search-notes.tsx';
export { SearchPage } from './search-page.tsx';
export { SearchSettings } from './search-settings.tsx';
export { bodyOf, type SearchValues, valuesOf } from './search-values.ts';
