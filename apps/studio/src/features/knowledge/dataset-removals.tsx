import { useTranslation } from 'react-i18next';
import { Removals } from '../../shared/removals.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';

/** How far the removal of deleted data sets or documents has come. */
export function DatasetRemovals({ kind }: { readonly kind: 'dataset.delete' | 'document.delete' }) {
  const { t } = useTranslation('knowledge');
  const { workspaceId, can } = useWorkspace();
  if (!can('work.read')) return null;
  return (
    <Removals
      workspaceId={workspaceId}
      kind={kind}
      words={{ title: t('removals'), begun: t('removalBegun'), open: t('removalOpen'), failed: t('removalFailed'), done: (count) => t('removalDone', { count }) }}
    />
  );
}
