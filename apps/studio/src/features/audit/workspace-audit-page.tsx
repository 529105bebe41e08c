import { useTranslation } from 'react-i18next';
import { Page } from '../../shared/page.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { AuditSearch } from './audit-search.tsx';

/** What was done in the workspace. */
export function WorkspaceAuditPage() {
  const { t } = useTranslation('audit');
  const { workspaceId } = useWorkspace();
  return (
    <Page title={t('title')} text={t('text')}>
      <AuditSearch key={workspaceId} workspaceId={workspaceId} />
    </Page>
  );
}
