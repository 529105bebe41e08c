import { Modal } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateWorkflowMutation } from '../../api/workflows.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { TemplateList } from '../../shared/template-list.tsx';
import type { CreationProps } from './creation.ts';
import { templatesIn } from './templates/index.ts';

/** Makes a workflow from one of the templates, which are in the reader's language. */
export function TemplateDialogue({ workspaceId, onClose, onCreated }: CreationProps) {
  const { t } = useTranslation('workflows');
  const [create, { isLoading, error, originalArgs }] = useCreateWorkflowMutation();
  const templates = useMemo(() => templatesIn(currentLanguage()), []);
  const use = async (name: string): Promise<void> => {
    const template = templates.find((each) => each.name === name);
    if (template === undefined) return;
    const { data } = await create({ body: { workspace_id: workspaceId, ...template } });
    if (data) onCreated(data.id);
  };
  return (
    <Modal open width={760} title={t('templatesTitle')} footer={null} onCancel={onClose}>
      <p className="quiet">{t('templatesText')}</p>
      {error !== undefined && <FailureNotice failure={error} />}
      <TemplateList
        templates={templates.map(({ name, description }) => ({ id: name, name, description }))}
        action={t('useTemplate')}
        chosen={isLoading ? originalArgs?.body.name : undefined}
        onChoose={(name) => void use(name)}
      />
    </Modal>
  );
}
