import { useTranslation } from 'react-i18next';
import { useDeleteBotMutation, useDuplicateBotMutation } from '../../api/bots.ts';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { longestBotName } from './creation.ts';

/** What can be done with a bot in its line of the list. */
export function BotActions({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation('bots');
  const [duplicate] = useDuplicateBotMutation();
  const [remove] = useDeleteBotMutation();
  const { ask } = useNotices();
  const attempt = useAttempt();
  const params = { bot_id: id };
  const added = t('copyName', { name: '' }).length;
  const copy = t('copyName', { name: name.slice(0, longestBotName - added) });
  const askToDelete = (): void =>
    ask({
      title: t('deleteTitle', { name }),
      text: t('deleteQuestion'),
      action: t('delete'),
      isDangerous: true,
      onConfirm: () => attempt(remove({ params }).unwrap(), t('deleted', { name })),
    });
  return (
    <MoreMenu
      label={t('more', { name })}
      sections={[
        {
          key: 'change',
          choices: [{ key: 'duplicate', label: t('duplicate'), onChoose: () => void attempt(duplicate({ params, body: { name: copy } }).unwrap(), t('duplicated', { name: copy })) }],
        },
        { key: 'delete', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: askToDelete }] },
      ]}
    />
  );
}
