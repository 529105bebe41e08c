import type { Passage, TableColumn } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddPassageMutation, useDeletePassageMutation, useUpdatePassageMutation } from '../../api/knowledge.ts';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { PassageAround, PassageHead, PassageText } from '../knowledge/index.ts';
import { PassageEditor, wholeText } from './passage-editor.tsx';
import { RowCells } from './row-cells.tsx';
import { RowEditor } from './row-editor.tsx';
import styles from './passages-page.module.css';
import { usePassagePorts } from './use-passage-ports.ts';

interface PassageItemProps {
  readonly passage: Passage;
  /** Of the table that it is a row of. */
  readonly columns: readonly TableColumn[] | undefined;
  /** Whether it is the one that somebody came for. */
  readonly isTarget: boolean;
  readonly mayEdit: boolean;
}

/** So many characters tell one passage from another for those who do not see it. */
const BEGINNING = 40;

/** One passage in the list of its document. */
export function PassageItem({ passage, columns, isTarget, mayEdit }: PassageItemProps) {
  const { t } = useTranslation('knowledgePassages');
  const [open, setOpen] = useState<'edit' | 'after'>();
  const { asText, asRow } = usePassagePorts(passage.id);
  const [add] = useAddPassageMutation();
  const { id, content, headings, page, parent, row, enabled, edited, revision, document_id: documentId } = passage;
  const beginning = content.slice(0, BEGINNING);
  return (
    <li>
      <article className={`${styles['passage']} ${enabled ? '' : styles['isHidden']} ${isTarget ? styles['target'] : ''}`} aria-current={isTarget || undefined}>
        <div className={styles['top']}>
          <PassageHead headings={headings} page={page}>
            {edited && <StatusTag kind="neutral">{t('edited')}</StatusTag>}
            {!enabled && <span title={t('hiddenHint')}><StatusTag kind="doubtful">{t('hidden')}</StatusTag></span>}
          </PassageHead>
          {mayEdit && <PassageButtons passage={passage} beginning={beginning} onOpen={setOpen} />}
        </div>
        {open === 'edit' && row !== undefined && columns !== undefined ? (
          <RowEditor columns={columns} row={{ parts: row, revision: String(revision) }} port={asRow} done={t('saved')} onClose={() => setOpen(undefined)} />
        ) : open === 'edit' ? (
          <PassageEditor label={t('content')} text={wholeText(content, String(revision))} port={asText} done={t('saved')} onClose={() => setOpen(undefined)} />
        ) : row !== undefined && columns !== undefined && Object.keys(row).length > 0 ? (
          <RowCells columns={columns} row={row} misfits={passage.misfits ?? []} />
        ) : (
          <PassageText>{content}</PassageText>
        )}
        {parent !== undefined && parent !== content && <PassageAround text={parent} />}
      </article>
      {open === 'after' && columns !== undefined && (
        <RowEditor columns={columns} row={{ parts: {} }} port={{ write: (added) => add({ params: { document_id: documentId }, body: { row: added, after: id } }).unwrap() }} done={t('added')} onClose={() => setOpen(undefined)} />
      )}
      {open === 'after' && columns === undefined && (
        <PassageEditor label={t('newContent')} text={wholeText('')} port={{ write: ({ '': text }) => add({ params: { document_id: documentId }, body: { content: text, after: id } }).unwrap() }} done={t('added')} onClose={() => setOpen(undefined)} />
      )}
    </li>
  );
}

interface PassageButtonsProps {
  readonly passage: Passage;
  readonly beginning: string;
  readonly onOpen: (what: 'edit' | 'after') => void;
}

function PassageButtons({ passage: { id, enabled }, beginning, onOpen }: PassageButtonsProps) {
  const { t } = useTranslation('knowledgePassages');
  const [update] = useUpdatePassageMutation();
  const [remove] = useDeletePassageMutation();
  const { ask } = useNotices();
  const attempt = useAttempt();
  const params = { passage_id: id };
  const turn = () => attempt(update({ params, body: { enabled: !enabled } }).unwrap(), t(enabled ? 'isHidden' : 'isShown'));
  const deletion = {
    title: t('deleteTitle'),
    text: t('deleteText'),
    action: t('delete'),
    isDangerous: true,
    onConfirm: () => attempt(remove({ params }).unwrap(), t('deleted')),
  };
  return (
    <div className={styles['buttons']}>
      <Button size="small" aria-label={`${t('edit')}: ${beginning}`} onClick={() => onOpen('edit')}>{t('edit')}</Button>
      <MoreMenu
        label={t('more', { beginning })}
        sections={[
          {
            key: 'change',
            choices: [
              { key: 'after', label: t('addAfter'), onChoose: () => onOpen('after') },
              { key: 'turn', label: t(enabled ? 'hide' : 'show'), onChoose: () => void turn() },
            ],
          },
          { key: 'delete', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: () => ask(deletion) }] },
        ]}
      />
    </div>
  );
}
