import type { OAuthApp } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useDeleteOAuthAppMutation, useRotateOAuthAppSecretMutation, useUpdateOAuthAppMutation } from '../../api/oauth.ts';
import type { MenuChoice } from '../../shared/menu.tsx';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
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
  const { ask } = useNotices();
  const [update] = useUpdateOAuthAppMutation();
  const [remove] = useDeleteOAuthAppMutation();
  const [rotate] = useRotateOAuthAppSecretMutation();
  const attempt = useAttempt();
  const { id, name, kind, enabled } = app;
  const params = { app_id: id };

  const asking = (title: string, action: string, onConfirm: () => Promise<unknown>) => () => ask({ title, action, onConfirm });
  const enable = (wanted: boolean) => attempt(update({ params, body: { enabled: wanted } }).unwrap(), common('saved'));
  const replaceSecret = async (): Promise<void> => {
    const answer = rotate({ params }).unwrap();
    if (await attempt(answer)) onSecret({ kind: 'secret', text: (await answer).client_secret });
  };
  const choices: MenuChoice[] = [
    { key: 'edit', label: t('edit'), onChoose: onEdit },
    ...(kind === 'service' ? [{ key: 'keys', label: t('keys'), onChoose: onKeys }] : []),
    ...(kind === 'web' ? [{ key: 'rotate', label: t('rotate'), onChoose: asking(t('rotateQuestion', { name }), t('rotate'), replaceSecret) }] : []),
    enabled
      ? { key: 'disable', label: t('disable'), onChoose: asking(t('disableQuestion', { name }), t('disable'), () => enable(false)) }
      : { key: 'enable', label: t('enable'), onChoose: () => void enable(true) },
    {
      key: 'delete',
      label: t('deleteApp'),
      isDangerous: true,
      onChoose: asking(t('deleteQuestion', { name }), t('deleteApp'), () => attempt(remove({ params }).unwrap(), t('deleted', { name }))),
    },
  ];
  return <MoreMenu label={t('more', { name })} sections={[{ key: 'change', choices }]} />;
}
