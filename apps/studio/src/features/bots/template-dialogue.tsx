import { Modal, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDuplicateTemplateMutation, useListTemplatesQuery } from '../../api/bots.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { TemplateList } from '../../shared/template-list.tsx';
import type { CreationProps } from './creation.ts';

/** Makes a bot from one of the templates, which are in the reader's language. */
export function TemplateDialogue({ workspaceId, onClose, onCreated }: CreationProps) {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  const { data, error, refetch } = useListTemplatesQuery({ query: { language: currentLanguage() } });
  const [duplicate] = useDuplicateTemplateMutation();
  const [chosen, setChosen] = useState<string>();
  const [failure, setFailure] = useState<unknown>();

  const use = async (id: string): Promise<void> => {
    setChosen(id);
    setFailure(undefined);
    try {
      const { entity_id: botId } = await duplicate({ params: { template_id: id }, body: { workspace_id: workspaceId } }).unwrap();
      onCreated(botId);
    } catch (refusal) {
      setFailure(refusal);
      setChosen(undefined);
    }
  };
  return (
    <Modal open width={760} title={t('templatesTitle')} footer={null} onCancel={onClose}>
      <p className="quiet">{t('templatesText')}</p>
      {error !== undefined && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {failure !== undefined && <FailureNotice failure={failure} />}
      {data === undefined && error === undefined && <Spin aria-label={common('loading')} />}
      <TemplateList
        templates={data?.items.map(({ id, definition: { name, description } }) => ({ id, name, description })) ?? []}
        action={t('useTemplate')}
        chosen={chosen}
        onChoose={(id) => void use(id)}
      />
    </Modal>
  );
}
