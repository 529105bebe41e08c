import type { KnowledgeDocument } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contentOf } from '../../shared/content-of.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { PassageEditor, wholeText } from './passage-editor.tsx';
import styles from './picture-view.module.css';
import { useCaptionPort } from './use-passage-ports.ts';

/** A picture beside its caption, which can be written here. */
export function PictureView({ picture }: { readonly picture: KnowledgeDocument }) {
  const { name, source, caption = '' } = picture;
  return (
    <div className={styles['halves']}>
      {source.file_id !== '' && <img className={styles['picture']} src={contentOf(source.file_id)} alt={caption || name} />}
      <Caption key={picture.work_id} picture={picture} />
    </div>
  );
}

function Caption({ picture: { id, caption = '', caption_revision: revision, searchable, state } }: { readonly picture: KnowledgeDocument }) {
  const { t } = useTranslation('knowledgePassages');
  const { can } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const port = useCaptionPort(id);
  // One that could not be described is read with what is written here.
  const canHaveOne = searchable || state === 'failed' || state === 'canceled';
  const mayWrite = can('knowledge.edit') && canHaveOne;
  return (
    <section className={styles['caption']} aria-label={t('caption')}>
      <h3>{t('caption')}</h3>
      {isOpen ? (
        <PassageEditor label={t('caption')} text={wholeText(caption, revision)} port={port} done={t('captionSaved')} onClose={() => setIsOpen(false)} />
      ) : (
        <>
          <p className={caption === '' ? 'quiet' : styles['text']}>{caption || t(canHaveOne ? 'captionMissing' : 'notRead')}</p>
          {mayWrite && <Button onClick={() => setIsOpen(true)}>{t(caption === '' ? 'captionWrite' : 'captionChange')}</Button>}
        </>
      )}
    </section>
  );
}
