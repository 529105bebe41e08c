import type { Dataset } from '@buckle/contract';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { api } from '../../api/api.ts';
import { useDeleteDatasetMutation } from '../../api/knowledge.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';

const SettingsDialogue = lazy(async () => ({ default: (await import('./settings-dialogue.tsx')).SettingsDialogue }));

interface DatasetActionsProps {
  readonly dataset: Dataset;
  /** Called when it is gone, before lists are read anew. */
  readonly onDeleted?: () => void;
}

/** What can be done with a data set by those who may edit it. */
export function DatasetActions({ dataset, onDeleted }: DatasetActionsProps) {
  const { t, i18n } = useTranslation('knowledge');
  const [isOpen, setIsOpen] = useState(false);
  const [remove] = useDeleteDatasetMutation();
  const { ask } = useNotices();
  const attempt = useAttempt();
  const dispatch = useDispatch();
  const { id, name } = dataset;
  const deletion = {
    title: t('deleteTitle', { name }),
    text: t('deleteText', { documents: formatNumber(dataset.documents, i18n.language) }),
    action: t('delete'),
    isDangerous: true,
    onConfirm: async () => {
      if (!(await attempt(remove({ params: { dataset_id: id } }).unwrap(), t('deleted', { name })))) return;
      // Its own page is left before it is asked for once more.
      onDeleted?.();
      dispatch(api.util.invalidateTags(['Dataset', 'Work']));
    },
  };
  return (
    <>
      <MoreMenu
        label={t('more', { name })}
        sections={[
          { key: 'change', choices: [{ key: 'settings', label: t('settings'), onChoose: () => setIsOpen(true) }] },
          { key: 'delete', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: () => ask(deletion) }] },
        ]}
      />
      <Suspense>{isOpen && <SettingsDialogue dataset={dataset} onClose={() => setIsOpen(false)} />}</Suspense>
    </>
  );
}
