import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetProfileQuery } from '../../api/account.ts';
import { useGetEntranceQuery } from '../../api/authentication.ts';
import { useListUsersInfiniteQuery } from '../../api/users.ts';
import { absoluteLink } from '../../shared/absolute-link.ts';
import { Page } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Person } from '../../shared/person.tsx';
import { PythonNotice } from '../../shared/python-notice.tsx';
import { SecretDialogue } from '../../shared/secret-dialogue.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time, timeText } from '../../shared/time.tsx';
import { AddUserDialogue } from './add-user-dialogue.tsx';
import { InviteDialogue } from './invite-dialogue.tsx';
import type { ShownLink } from './shown-link.ts';
import { UserActions } from './user-actions.tsx';

/** The accounts of the instance, for its administrators. */
export function UsersPage() {
  const { t, i18n } = useTranslation('users');
  const { t: common } = useTranslation();
  const { data: me } = useGetProfileQuery();
  const { data: instance } = useGetEntranceQuery();
  const [email, setEmail] = useState('');
  const list = useListUsersInfiniteQuery(email === '' ? {} : { query: { email } });
  const [dialogue, setDialogue] = useState<'add' | 'invite'>();
  const [shown, setShown] = useState<ShownLink>();
  const registration = instance?.registration;
  return (
    <Page
      title={t('title')}
      text={t('text')}
      actions={
        <>
          {registration === 'invite' && <Button onClick={() => setDialogue('invite')}>{t('invite')}</Button>}
          <Button type="primary" onClick={() => setDialogue('add')}>{t('add')}</Button>
        </>
      }
    >
      <PythonNotice />
      {registration && <Alert type="info" showIcon title={t(`registration.${registration}`)} description={t('registrationHint')} />}
      <Input.Search allowClear aria-label={t('search')} placeholder={t('search')} maxLength={254} onSearch={(text) => setEmail(text.trim())} />
      <PagedTable
        label={t('title')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'user',
            title: t('user'),
            render: (user) => <Person name={user.nick_name} detail={user.email} beside={user.id === me?.id && <StatusTag kind="neutral">{t('you')}</StatusTag>} />,
          },
          {
            key: 'status',
            title: common('status'),
            render: ({ disabled, instance_admin: isAdministrator }) => (
              <>
                {disabled ? <StatusTag kind="bad">{t('disabled')}</StatusTag> : <StatusTag kind="good">{t('active')}</StatusTag>}
                {isAdministrator && <StatusTag kind="neutral">{t('administrator')}</StatusTag>}
              </>
            ),
          },
          { key: 'created', title: t('created'), render: ({ created_at: at }) => <Time seconds={at} /> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: (user) => <UserActions user={user} isMe={user.id === me?.id} onLink={setShown} />,
          },
        ]}
      />
      {dialogue === 'add' && <AddUserDialogue onClose={() => setDialogue(undefined)} onLink={setShown} />}
      {dialogue === 'invite' && <InviteDialogue onClose={() => setDialogue(undefined)} onLink={setShown} />}
      {shown && (
        <SecretDialogue
          title={shown.label}
          label={shown.label}
          secret={absoluteLink(shown.link.path)}
          expires={common('expires', { when: timeText(shown.link.expires_at, i18n.language) })}
          onClose={() => setShown(undefined)}
        />
      )}
    </Page>
  );
}
