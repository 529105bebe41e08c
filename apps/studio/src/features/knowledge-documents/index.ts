export { DocumentActions } from './document-actions.tsx';
export { DocumentsPage } from './documents-page.tsx';
export { ReadingState } from './reading-state.tsx';
export { useLooking } from './use-looking.ts';
export { isUnderWay } from './use-reading.ts';
