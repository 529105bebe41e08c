export { DatasetNameItems, SplittingItem } from './dataset-items.tsx';
export { DatasetActions } from './dataset-actions.tsx';
export { DatasetFrame } from './dataset-frame.tsx';
export { DatasetRemovals } from './dataset-removals.tsx';
export { PassageAround, PassageHead, PassageText } from './passage-head.tsx';
export { PassagePreview } from './passage-preview.tsx';
export { SplittingFields } from './splitting-fields.tsx';
export { modesFor, problemOf, usualRules } from './splitting-rules.ts';
export { useDataset } from './use-dataset.ts';
