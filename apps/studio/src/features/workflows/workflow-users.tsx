import type { listWorkflowUsages } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../api/endpoint.ts';
import { groupUsages, type WorkflowUserGroup } from './group-usages.ts';
import styles from './workflows-page.module.css';

interface WorkflowUsersProps {
  readonly workspaceId: string;
  readonly usages: AnswerOf<typeof listWorkflowUsages>;
}

/** Who uses a workflow, each once, with where they do. It stands in a question, which lies outside of the router. */
export function WorkflowUsers({ workspaceId, usages: { items, has_more: hasMore } }: WorkflowUsersProps) {
  const { t } = useTranslation('workflows');
  return (
    <>
      <p>{t('usedBy')}</p>
      <ul className={styles['users']}>
        {groupUsages(items).map((user) => (
          <li key={`${user.kind} ${user.id}`}>
            <User workspaceId={workspaceId} user={user} />
          </li>
        ))}
        {hasMore && <li className="quiet">{t('usedByMore')}</li>}
      </ul>
    </>
  );
}

function User({ workspaceId, user: { kind, id, name, workflowId, isInDraft, versions } }: { readonly workspaceId: string; readonly user: WorkflowUserGroup }) {
  const { t } = useTranslation('workflows');
  const own = `/w/${workspaceId}`;
  const address = { workflow: `${own}/workflows/${id}`, bot: `${own}/bots/${id}`, trigger: `${own}/workflows/${workflowId}/triggers` }[kind];
  const places = [...(isInDraft ? [t('inDraft')] : []), ...versions.map(({ version, online }) => t(online ? 'inOnlineVersion' : 'inVersion', { version }))];
  return (
    <>
      {t(`userKinds.${kind}`)} <a href={address} target="_blank" rel="noreferrer">{name}</a> {places.length > 0 && <span className="quiet">{places.join(t('between'))}</span>}
    </>
  );
}
