import { skipToken } from '@reduxjs/toolkit/query';
import { useTranslation } from 'react-i18next';
import { useListUsersInfiniteQuery } from '../../api/users.ts';
import { useListMembersInfiniteQuery } from '../../api/workspaces.ts';
import { itemsOf } from '../../shared/paged-table.tsx';

const hundred = { page_size: 100 };

interface ActorNameProps {
  /** Empty where nobody was signed in. */
  readonly id: string;
  /** Where names are looked up: among the members, else among all users. */
  readonly workspaceId?: string;
}

/** Who did something: the name where they are among the first hundred, else the id. */
export function ActorName({ id, workspaceId }: ActorNameProps) {
  const { t } = useTranslation('audit');
  const members = useListMembersInfiniteQuery(
    workspaceId === undefined ? skipToken : { params: { workspace_id: workspaceId }, query: hundred },
  );
  const users = useListUsersInfiniteQuery(workspaceId === undefined ? { query: hundred } : skipToken);
  if (id === '') return <span className="quiet">{t('nobody')}</span>;
  const name =
    itemsOf(members).find((member) => member.user_id === id)?.nick_name ?? itemsOf(users).find((user) => user.id === id)?.nick_name;
  return name === undefined ? <code>{id}</code> : <span title={id}>{name}</span>;
}
