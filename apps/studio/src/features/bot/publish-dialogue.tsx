import { Form, Input, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGetBotDraftQuery, useGetBotVersionQuery, usePublishBotMutation } from '../../api/bots.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { Difference } from './difference.tsx';

/** Shows what would go online, and puts it there. */
export function PublishDialogue({ botId, onClose }: { readonly botId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('bots');
  const { done } = useNotices();
  const [publish] = usePublishBotMutation();
  const send = async ({ notes = '' }: { notes?: string }): Promise<void> => {
    const { version } = await publish({ body: { bot_id: botId, version_description: notes } }).unwrap();
    done(t('published', { version }));
  };
  return (
    <FormDialogue title={t('publishTitle')} action={t('publish')} width={760} onSubmit={send} onClose={onClose}>
      <Form.Item name="notes" label={t('notes')} extra={t('notesHint')}>
        <Input.TextArea rows={2} maxLength={2000} autoFocus />
      </Form.Item>
      <Changes botId={botId} />
    </FormDialogue>
  );
}

function Changes({ botId }: { readonly botId: string }) {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  // Somebody else may have saved or published since it was read.
  const { currentData: draft, error, isFetching } = useGetBotDraftQuery({ params: { bot_id: botId } }, { refetchOnMountOrArgChange: true });
  const version = draft?.online_version;
  const online = useGetBotVersionQuery({ params: { bot_id: botId, version: version ?? '' } }, { skip: version === undefined });
  const failure = error ?? online.error;
  if (failure !== undefined) return <FailureNotice failure={failure} />;
  if (draft === undefined || isFetching) return <Spin aria-label={common('loading')} />;
  if (version === undefined) return <p>{t('publishFirst')}</p>;
  if (online.data === undefined) return <Spin aria-label={common('loading')} />;
  return (
    <>
      <p>{t('publishChanges')}</p>
      <Difference before={online.data.definition} after={draft.definition} same={t('publishNothing')} />
    </>
  );
}
