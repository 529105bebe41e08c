import type { KnowledgeDocument } from '@buckle/contract';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useUpdateDocumentMutation } from '../../api/knowledge.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useRefreshWords } from './use-refresh-words.ts';

interface Values {
  readonly hours: number;
}

/** After how many hours pages are usually fetched again; 0: never. */
const USUAL = [0, 1, 6, 24, 168, 720] as const;

/** How often the web page of a document is fetched again by itself. */
export function RefreshDialogue({ document, onClose }: { readonly document: KnowledgeDocument; readonly onClose: () => void }) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const words = useRefreshWords();
  const [update] = useUpdateDocumentMutation();
  const { done } = useNotices();
  const { id, name, refresh_hours: now } = document;
  const send = async ({ hours }: Values): Promise<void> => {
    await update({ params: { document_id: id }, body: { refresh_hours: hours } }).unwrap();
    done(t('saved'));
  };
  const options = [...new Set([...USUAL, now])].toSorted((a, b) => a - b).map((hours) => ({ value: hours, label: words(hours) }));
  return (
    <FormDialogue<Values> title={t('refreshTitle', { name })} text={t('refreshText')} action={common('save')} initialValues={{ hours: now }} onSubmit={send} onClose={onClose}>
      <Form.Item name="hours" label={t('refreshLabel')}>
        <Select options={options} />
      </Form.Item>
    </FormDialogue>
  );
}
