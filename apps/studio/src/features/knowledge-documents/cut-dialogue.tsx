import type { Dataset, KnowledgeDocument, SplitRules } from '@buckle/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpdateDocumentMutation } from '../../api/knowledge.ts';
import { contentOf } from '../../shared/content-of.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { PassagePreview, problemOf, SplittingFields } from '../knowledge/index.ts';
import styles from './add-dialogue.module.css';

interface CutDialogueProps {
  readonly document: KnowledgeDocument;
  readonly format: Dataset['format'];
  readonly onClose: () => void;
}

/** Has a document read by other rules, which are shown at work before. */
export function CutDialogue({ document, format, onClose }: CutDialogueProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: knowledge } = useTranslation('knowledge');
  const [rules, setRules] = useState<SplitRules>(document.splitting);
  const [update] = useUpdateDocumentMutation();
  const { done } = useNotices();
  const { id, name, workspace_id: workspaceId, source } = document;
  const isPicture = format === 'image';
  const send = async (): Promise<void> => {
    await update({ params: { document_id: id }, body: { splitting: rules } }).unwrap();
    done(t('againBegun', { name }));
  };
  return (
    <FormDialogue title={t(isPicture ? 'captionTitle' : 'cutTitle', { name })} text={t(isPicture ? 'captionText' : 'cutText')} action={t('cutAction')} width={1000} isBlocked={problemOf(rules) !== undefined || JSON.stringify(rules) === JSON.stringify(document.splitting)} onSubmit={send} onClose={onClose}>
      <div className={styles['halves']}>
        <section>
          <SplittingFields format={format} rules={rules} onChange={setRules} />
        </section>
        <section aria-label={knowledge('preview')} className={styles['preview']}>
          <h3>{knowledge('preview')}</h3>
          {source.file_id === '' && <p className="quiet">{t('webNoPreview')}</p>}
          {source.file_id !== '' && (rules.mode === 'caption' ? <img className={styles['picture']} src={contentOf(source.file_id)} alt={name} /> : <PassagePreview workspaceId={workspaceId} source={{ type: 'file', file_id: source.file_id }} rules={rules} onChange={setRules} />)}
        </section>
      </div>
    </FormDialogue>
  );
}
