import type { TFunction } from 'i18next';
import { shownKinds } from './kinds.ts';

/** What a kind of node is called in the studio's language; one that is not known, by its number. */
export function kindName(type: string, t: TFunction<'workflowKinds'>): string {
  const kind = shownKinds.get(type);
  return kind === undefined ? t('unknown', { type }) : t(`names.${kind.key}`);
}
