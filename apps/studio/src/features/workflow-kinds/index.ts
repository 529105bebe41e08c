export { KindIcon } from './kind-icon.tsx';
export { kindName } from './kind-name.ts';
export { type KindKey, type ShownKind, shownKinds } from './kinds.ts';
