import type { listWorkflowUsages } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AnswerOf } from '../../api/endpoint.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { groupUsages, type WorkflowUserGroup } from './group-usages.ts';
import styles from './workflows-page.module.css';

/** Who uses a workflow, each once, with where they do. */
export function WorkflowUsers({ usages: { items, has_more: hasMore } }: { readonly usages: AnswerOf<typeof listWorkflowUsages> }) {
  const { t } = useTranslation('workflows');
  return (
    <>
      <p>{t('usedBy')}</p>
      <ul className={styles['users']}>
        {groupUsages(items).map((user) => (
          <li key={`${user.kind} ${user.id}`}>
            <User user={user} />
          </li>
        ))}
        {hasMore && <li className="quiet">{t('usedByMore')}</li>}
      </ul>
    </>
  );
}

function User({ user: { kind, id, name, workflowId, isInDraft, versions } }: { readonly user: WorkflowUserGroup }) {
  const { t } = useTranslation('workflows');
  const { workspaceId } = useWorkspace();
  const own = `/w/${workspaceId}`;
  const address = { workflow: `${own}/workflows/${id}`, bot: `${own}/bots/${id}`, trigger: `${own}/workflows/${workflowId}/triggers` }[kind];
  const places = [...(isInDraft ? [t('inDraft')] : []), ...versions.map(({ version, online }) => t(online ? 'inOnlineVersion' : 'inVersion', { version }))];
  return (
    <>
      {t(`userKinds.${kind}`)} <Link to={address} target="_blank">{name}</Link> {places.length > 0 && <span className="quiet">{places.join(t('between'))}</span>}
    </>
  );
}
