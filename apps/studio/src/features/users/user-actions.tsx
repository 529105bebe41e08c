import type { Profile } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useCreatePasswordResetMutation, useDeleteUserMutation, useUpdateUserMutation } from '../../api/users.ts';
import type { MenuChoice } from '../../shared/menu.tsx';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
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
  const { ask } = useNotices();
  const [update] = useUpdateUserMutation();
  const [remove] = useDeleteUserMutation();
  const [createReset] = useCreatePasswordResetMutation();
  const attempt = useAttempt();
  const { id, nick_name: name, disabled, instance_admin: isAdministrator } = user;
  const params = { user_id: id };

  const change = (body: { disabled?: boolean; instance_admin?: boolean }) => attempt(update({ params, body }).unwrap(), common('saved'));
  const asking = (title: string, action: string, body: Parameters<typeof change>[0]) => () => ask({ title, action, onConfirm: () => change(body) });
  const reset = async (): Promise<void> => {
    const link = createReset({ params }).unwrap();
    if (await attempt(link)) onLink({ label: t('resetPassword'), link: await link });
  };
  const askToDelete = (): void =>
    ask({ title: t('deleteQuestion', { name }), text: t('deleteText'), action: t('delete'), isDangerous: true, onConfirm: () => attempt(remove({ params }).unwrap()) });
  const choices: MenuChoice[] = [
    { key: 'reset', label: t('resetPassword'), onChoose: () => void reset() },
    isAdministrator
      ? { key: 'admin', label: t('withdraw'), isDisabled: isMe, onChoose: asking(t('withdrawQuestion', { name }), t('withdraw'), { instance_admin: false }) }
      : { key: 'admin', label: t('grant'), onChoose: asking(t('grantQuestion', { name }), t('grant'), { instance_admin: true }) },
    disabled
      ? { key: 'disabled', label: t('enable'), onChoose: () => void change({ disabled: false }) }
      : { key: 'disabled', label: t('disable'), isDangerous: true, isDisabled: isMe, onChoose: asking(t('disableQuestion', { name }), t('disable'), { disabled: true }) },
    { key: 'delete', label: t('delete'), isDangerous: true, isDisabled: isMe, onChoose: askToDelete },
  ];
  return <MoreMenu label={t('more', { name })} sections={[{ key: 'change', choices }]} />;
}
