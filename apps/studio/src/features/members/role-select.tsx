import { type Member, type Role, roles } from '@buckle/contract';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useUpdateMemberMutation } from '../../api/workspaces.ts';
import { StatusTag } from '../../shared/status-tag.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';

/** The roles that somebody may give: only owners make owners. */
export function givableRoles(mayOwn: boolean): readonly Role[] {
  return roles.filter((role) => mayOwn || role !== 'owner');
}

interface RoleSelectProps {
  readonly member: Member;
  readonly mayChange: boolean;
  readonly mayOwn: boolean;
  readonly workspaceId: string;
}

/** The role of a member, to be changed by who may. */
export function RoleSelect({ member, mayChange, mayOwn, workspaceId }: RoleSelectProps) {
  const { t } = useTranslation('members');
  const { t: common } = useTranslation();
  const [update, { isLoading }] = useUpdateMemberMutation();
  const attempt = useAttempt();
  if (!mayChange || (member.role === 'owner' && !mayOwn)) return <StatusTag kind="neutral">{common(`roles.${member.role}`)}</StatusTag>;
  return (
    <Select<Role>
      aria-label={t('roleOf', { name: member.nick_name })}
      value={member.role}
      loading={isLoading}
      popupMatchSelectWidth={false}
      options={givableRoles(mayOwn).map((role) => ({ value: role, label: common(`roles.${role}`) }))}
      onChange={(role) =>
        void attempt(
          update({ params: { workspace_id: workspaceId, user_id: member.user_id }, body: { role } }).unwrap(),
          t('roleChanged', { name: member.nick_name, role: common(`roles.${role}`) }),
        )
      }
    />
  );
}
