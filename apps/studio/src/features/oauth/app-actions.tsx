import type { OAuthApp } from '@buckle/contract';
import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteOAuthAppMutation, useRotateOAuthAppSecretMutation, useUpdateOAuthAppMutation } from '../../api/oauth.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';
import type { ShownSecret } from './shown-secret.ts';

interface AppActionsProps {
  readonly app: OAuthApp;
  readonly onEdit: () => void;
  readonly onKeys: () => void;
  readonly onSecret: (shown: ShownSecret) => void;
}

/** What can be done with an app. */
export function AppActions({ app, onEdit, onKeys, onSecret }: AppActionsProps) {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  const { modal } = App.useApp();
  const [update] = useUpdateOAuthAppMutation();
  const [remove] = useDeleteOAuthAppMutation();
  const [rotate] = useRotateOAuthAppSecretMutation();
  const attempt = useAttempt();
  const { id, name, kind, enabled } = app;
  const params = { app_id: id };

  const ask = (title: string, okText: string, onOk: () => Promise<unknown>): void => {
    void modal.confirm({ title, okText, cancelText: common('cancel'), onOk });
  };
  const enable = (wanted: boolean) => attempt(update({ params, body: { enabled: wanted } }).unwrap(), common('saved'));
  const replaceSecret = async (): Promise<void> => {
    const answer = rotate({ params }).unwrap();
    if (await attempt(answer)) onSecret({ kind: 'secret', text: (await answer).client_secret });
  };
  const items: MenuProps['items'] = [
    { key: 'edit', label: t('edit'), onClick: onEdit },
    ...(kind === 'service' ? [{ key: 'keys', label: t('keys'), onClick: onKeys }] : []),
    ...(kind === 'web' ? [{ key: 'rotate', label: t('rotate'), onClick: () => ask(t('rotateQuestion', { name }), t('rotate'), replaceSecret) }] : []),
    enabled
      ? { key: 'disable', label: t('disable'), onClick: () => ask(t('disableQuestion', { name }), t('disable'), () => enable(false)) }
      : { key: 'enable', label: t('enable'), onClick: () => void enable(true) },
    {
      key: 'delete',
      label: t('deleteApp'),
      danger: true,
      onClick: () => ask(t('deleteQuestion', { name }), t('deleteApp'), () => attempt(remove({ params }).unwrap(), t('deleted', { name }))),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button size="small" icon={<MoreOutlined />} aria-label={t('more', { name })} />
    </Dropdown>
  );
}
