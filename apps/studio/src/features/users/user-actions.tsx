import type { Profile } from '@buckle/contract';
import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreatePasswordResetMutation, useDeleteUserMutation, useUpdateUserMutation } from '../../api/users.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';
import type { ShownLink } from './shown-link.ts';

interface UserActionsProps {
  readonly user: Profile;
  readonly isMe: boolean;
  readonly onLink: (shown: ShownLink) => void;
}

/** What an administrator can do with an account. */
export function UserActions({ user, isMe, onLink }: UserActionsProps) {
  const { t } = useTranslation('users');
  const { t: common } = useTranslation();
  const { modal } = App.useApp();
  const [update] = useUpdateUserMutation();
  const [remove] = useDeleteUserMutation();
  const [createReset] = useCreatePasswordResetMutation();
  const attempt = useAttempt();
  const { id, nick_name: name, disabled, instance_admin: isAdministrator } = user;
  const params = { user_id: id };

  const change = (body: { disabled?: boolean; instance_admin?: boolean }) => attempt(update({ params, body }).unwrap(), common('saved'));
  const ask = (title: string, okText: string, body: Parameters<typeof change>[0]): void => {
    void modal.confirm({ title, okText, cancelText: common('cancel'), onOk: () => change(body) });
  };
  const reset = async (): Promise<void> => {
    const link = createReset({ params }).unwrap();
    if (await attempt(link)) onLink({ label: t('resetPassword'), link: await link });
  };
  const askToDelete = (): void => {
    const onOk = () => attempt(remove({ params }).unwrap());
    void modal.confirm({ title: t('deleteQuestion', { name }), content: t('deleteText'), okText: t('delete'), okButtonProps: { danger: true }, cancelText: common('cancel'), onOk });
  };
  const items: MenuProps['items'] = [
    { key: 'reset', label: t('resetPassword'), onClick: () => void reset() },
    isAdministrator
      ? { key: 'admin', label: t('withdraw'), disabled: isMe, onClick: () => ask(t('withdrawQuestion', { name }), t('withdraw'), { instance_admin: false }) }
      : { key: 'admin', label: t('grant'), onClick: () => ask(t('grantQuestion', { name }), t('grant'), { instance_admin: true }) },
    disabled
      ? { key: 'disabled', label: t('enable'), onClick: () => void change({ disabled: false }) }
      : { key: 'disabled', label: t('disable'), danger: true, disabled: isMe, onClick: () => ask(t('disableQuestion', { name }), t('disable'), { disabled: true }) },
    { key: 'delete', label: t('delete'), danger: true, disabled: isMe, onClick: askToDelete },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button size="small" icon={<MoreOutlined />} aria-label={t('more', { name })} />
    </Dropdown>
  );
}
