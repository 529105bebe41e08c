import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGetProfileQuery } from '../../api/account.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './model-list.module.css';
import { ModelList } from './model-list.tsx';

/** The models that the bots of a workspace can ask. */
export function WorkspaceModelsPage() {
  const { t } = useTranslation('models');
  const { workspaceId, can } = useWorkspace();
  const { data: profile } = useGetProfileQuery();
  return (
    <ModelList key={workspaceId} title={t('title')} text={t('text')} workspaceId={workspaceId} mayManage={can('model.manage')}>
      {profile?.instance_admin && <p className={`quiet ${styles['hint']}`}>{t('sharedHint')} <Link to="/instance/models">{t('toShared')}</Link></p>}
    </ModelList>
  );
}

/** The models that all workspaces share, for the instance's administrators. */
export function InstanceModelsPage() {
  const { t } = useTranslation('models');
  const { data: profile } = useGetProfileQuery();
  return <ModelList title={t('instanceTitle')} text={t('instanceText')} mayManage={profile?.instance_admin ?? false} />;
}
