import type { Dataset, KnowledgeDocument } from '@buckle/contract';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { api } from '../../api/api.ts';
import { useDeleteDocumentMutation, useUpdateDocumentMutation } from '../../api/knowledge.ts';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { isUnderWay, useReading } from './use-reading.ts';

const FormDialogue = lazy(async () => ({ default: (await import('../../shared/form-dialogue.tsx')).FormDialogue<{ readonly name: string }> }));
const FieldsDialogue = lazy(async () => ({ default: (await import('./fields-dialogue.tsx')).FieldsDialogue }));
const RefreshDialogue = lazy(async () => ({ default: (await import('./refresh-dialogue.tsx')).RefreshDialogue }));
const CutDialogue = lazy(async () => ({ default: (await import('./cut-dialogue.tsx')).CutDialogue }));

interface DocumentActionsProps {
  readonly document: KnowledgeDocument;
  readonly format: Dataset['format'];
  /** Called when it is gone, before lists are read anew. */
  readonly onDeleted?: () => void;
}

/** What can be done with a document by those who may edit it. */
export function DocumentActions({ document, format, onDeleted }: DocumentActionsProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const [open, setOpen] = useState<'rename' | 'fields' | 'refresh' | 'cut'>();
  const [update] = useUpdateDocumentMutation();
  const [remove] = useDeleteDocumentMutation();
  const { readAgain } = useReading(document);
  const { ask } = useNotices();
  const attempt = useAttempt();
  const dispatch = useDispatch();
  const { id, name, enabled } = document;
  const params = { document_id: id };
  const isBusy = isUnderWay(document);
  const close = (): void => setOpen(undefined);
  const deletion = {
    title: t('deleteTitle', { name }),
    text: t('deleteText'),
    action: t('delete'),
    isDangerous: true,
    onConfirm: async () => {
      if (!(await attempt(remove({ params }).unwrap(), t('deleted', { name })))) return;
      // Its own page is left before it is asked for once more.
      onDeleted?.();
      dispatch(api.util.invalidateTags(['KnowledgeDocument', 'Dataset', 'Found', 'Work']));
    },
  };
  const turn = () => attempt(update({ params, body: { enabled: !enabled } }).unwrap(), t(enabled ? 'turnedOff' : 'turnedOn', { name }));
  return (
    <>
      <MoreMenu
        label={t('more', { name })}
        sections={[
          {
            key: 'change',
            choices: [
              { key: 'rename', label: t('rename'), onChoose: () => setOpen('rename') },
              { key: 'fields', label: t('fields'), onChoose: () => setOpen('fields') },
              { key: 'turn', label: t(enabled ? 'turnOff' : 'turnOn'), onChoose: () => void turn() },
            ],
          },
          {
            key: 'read',
            choices: [
              ...(document.source.type === 'web' ? [{ key: 'refresh', label: t('refresh'), onChoose: () => setOpen('refresh') }] : []),
              { key: 'cut', label: t(format === 'image' ? 'captionOtherwise' : 'cut'), isDisabled: isBusy, onChoose: () => setOpen('cut') },
              { key: 'again', label: t('again'), isDisabled: isBusy, onChoose: () => ask({ title: t('againTitle', { name }), text: t(format === 'image' ? 'againTextImage' : 'againText'), action: t('again'), onConfirm: readAgain }) },
            ],
          },
          { key: 'delete', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: () => ask(deletion) }] },
        ]}
      />
      <Suspense>
        {open === 'rename' && (
          <FormDialogue title={t('renameTitle')} action={common('save')} initialValues={{ name }} onSubmit={(body) => update({ params, body }).unwrap()} onClose={close}>
            <NameItem longest={255} />
          </FormDialogue>
        )}
        {open === 'fields' && <FieldsDialogue document={document} onClose={close} />}
        {open === 'refresh' && <RefreshDialogue document={document} onClose={close} />}
        {open === 'cut' && <CutDialogue document={document} format={format} onClose={close} />}
      </Suspense>
    </>
  );
}
