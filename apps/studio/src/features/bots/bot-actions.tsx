import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteBotMutation, useDuplicateBotMutation } from '../../api/bots.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { longestBotName } from './creation.ts';

/** What can be done with a bot in its line of the list. */
export function BotActions({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation('bots');
  const [duplicate, { isLoading }] = useDuplicateBotMutation();
  const [remove] = useDeleteBotMutation();
  const attempt = useAttempt();
  const params = { bot_id: id };
  const added = t('copyName', { name: '' }).length;
  const copy = t('copyName', { name: name.slice(0, longestBotName - added) });
  return (
    <>
      <Button
        size="small"
        loading={isLoading}
        aria-label={`${t('duplicate')}: ${name}`}
        onClick={() => void attempt(duplicate({ params, body: { name: copy } }).unwrap(), t('duplicated', { name: copy }))}
      >
        {t('duplicate')}
      </Button>
      <ConfirmButton
        action={t('delete')}
        object={name}
        question={t('deleteQuestion', { name })}
        onConfirm={() => attempt(remove({ params }).unwrap(), t('deleted', { name }))}
      />
    </>
  );
}
