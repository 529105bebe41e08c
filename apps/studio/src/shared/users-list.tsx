import { useTranslation } from 'react-i18next';
import { groupUsages, type Usage, type UserGroup } from './group-usages.ts';
import styles from './users-list.module.css';

interface UsersListProps {
  readonly workspaceId: string;
  readonly usages: { readonly items: readonly Usage[]; readonly has_more: boolean };
}

/** Who uses a thing, each once, with where they do. It stands in a question, which lies outside of the router. */
export function UsersList({ workspaceId, usages: { items, has_more: hasMore } }: UsersListProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('usages.title')}</p>
      <ul className={styles['users']}>
        {groupUsages(items).map((user) => (
          <li key={`${user.kind} ${user.id}`}>
            <User workspaceId={workspaceId} user={user} />
          </li>
        ))}
        {hasMore && <li className="quiet">{t('usages.more')}</li>}
      </ul>
    </>
  );
}

function User({ workspaceId, user: { kind, id, name, workflowId, isInDraft, versions } }: { readonly workspaceId: string; readonly user: UserGroup }) {
  const { t } = useTranslation();
  const own = `/w/${workspaceId}`;
  const address = { workflow: `${own}/workflows/${id}`, bot: `${own}/bots/${id}`, trigger: `${own}/workflows/${workflowId}/triggers` }[kind];
  const places = [...(isInDraft ? [t('usages.inDraft')] : []), ...versions.map(({ version, online }) => t(online ? 'usages.inOnlineVersion' : 'usages.inVersion', { version }))];
  return (
    <>
      {t(`usages.kinds.${kind}`)} <a href={address} target="_blank" rel="noreferrer">{name}</a> {places.length > 0 && <span className="quiet">{places.join(t('usages.between'))}</span>}
    </>
  );
}
