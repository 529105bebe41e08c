import type { Member } from '@buckle/contract';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useGetProfileQuery } from '../../api/account.ts';
import { useListMembersInfiniteQuery, useRemoveMemberMutation } from '../../api/workspaces.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { Page } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Person } from '../../shared/person.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { forgetWorkspace, useWorkspace } from '../../shared/use-workspace.ts';
import { AddMemberDialogue } from './add-member-dialogue.tsx';
import { RoleExplanation } from './role-explanation.tsx';
import { RoleSelect } from './role-select.tsx';

/** Who works in the workspace, and what they may do. */
export function MembersPage() {
  const { t } = useTranslation('members');
  const { t: common } = useTranslation();
  const { workspaceId, workspace, can } = useWorkspace();
  const list = useListMembersInfiniteQuery({ params: { workspace_id: workspaceId } });
  const [isAdding, setIsAdding] = useState(false);
  const isTeam = workspace?.kind === 'team';
  const mayManage = isTeam && can('member.manage');
  return (
    <Page
      title={t('title')}
      text={t('text')}
      actions={mayManage && <Button type="primary" onClick={() => setIsAdding(true)}>{t('add')}</Button>}
    >
      {workspace?.kind === 'personal' && <Alert type="info" showIcon title={t('personal')} />}
      <PagedTable
        label={t('title')}
        list={list}
        keyOf={({ user_id: userId }) => userId}
        columns={[
          { key: 'member', title: t('member'), isHeading: true, render: (member) => <MemberName member={member} /> },
          {
            key: 'role',
            title: t('role'),
            render: (member) => <RoleSelect member={member} mayChange={mayManage} mayOwn={can('workspace.own')} workspaceId={workspaceId} />,
          },
          { key: 'joined', title: t('joined'), render: ({ joined_at: at }) => <Time seconds={at} /> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: (member) => isTeam && <RemoveButton member={member} mayManage={mayManage} mayOwn={can('workspace.own')} workspaceId={workspaceId} />,
          },
        ]}
      />
      <RoleExplanation />
      {isAdding && <AddMemberDialogue workspaceId={workspaceId} mayOwn={can('workspace.own')} onClose={() => setIsAdding(false)} />}
    </Page>
  );
}

function MemberName({ member }: { readonly member: Member }) {
  const { t } = useTranslation('members');
  const { data: me } = useGetProfileQuery();
  return <Person name={member.nick_name} detail={member.email} beside={member.user_id === me?.id && <StatusTag kind="neutral">{t('you')}</StatusTag>} />;
}

interface RemoveButtonProps {
  readonly member: Member;
  readonly mayManage: boolean;
  readonly mayOwn: boolean;
  readonly workspaceId: string;
}

/** Removes a member; on one's own line, leaves. */
function RemoveButton({ member, mayManage, mayOwn, workspaceId }: RemoveButtonProps) {
  const { t } = useTranslation('members');
  const { t: common } = useTranslation();
  const { data: me } = useGetProfileQuery();
  const { done } = useNotices();
  const [remove] = useRemoveMemberMutation();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const isMe = member.user_id === me?.id;
  if (!isMe && (!mayManage || (member.role === 'owner' && !mayOwn))) return null;

  const confirm = async (): Promise<void> => {
    const isGone = await attempt(remove({ params: { workspace_id: workspaceId, user_id: member.user_id } }).unwrap());
    if (!isGone) return;
    done(t('removed', { name: member.nick_name }));
    if (!isMe) return;
    forgetWorkspace();
    await navigate('/');
  };
  return isMe ? (
    <ConfirmButton action={t('leave')} question={t('leaveQuestion')} onConfirm={confirm} />
  ) : (
    <ConfirmButton
      action={common('remove')}
      object={member.nick_name}
      question={t('removeQuestion', { name: member.nick_name })}
      onConfirm={confirm}
    />
  );
}
