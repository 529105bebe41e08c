import type { Dataset } from '@buckle/contract';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { api } from '../../api/api.ts';
import { useDeleteDatasetMutation, useLazyListDatasetUsagesQuery } from '../../api/knowledge.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { UsersList } from '../../shared/users-list.tsx';

const SettingsDialogue = lazy(async () => ({ default: (await import('./settings-dialogue.tsx')).SettingsDialogue }));

interface DatasetActionsProps {
  readonly dataset: Dataset;
  /** Called when it is gone, before lists are read anew. */
  readonly onDeleted?: () => void;
}

/** What can be done with a data set by those who may edit it. */
export function DatasetActions({ dataset, onDeleted }: DatasetActionsProps) {
  const { t, i18n } = useTranslation('knowledge');
  const { t: common } = useTranslation();
  const { workspaceId } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [remove] = useDeleteDatasetMutation();
  const [readUsages] = useLazyListDatasetUsagesQuery();
  const { ask } = useNotices();
  const attempt = useAttempt();
  const dispatch = useDispatch();
  const { id, name } = dataset;
  const params = { dataset_id: id };
  const askToDelete = async (): Promise<void> => {
    const usages = await readUsages({ params, query: { page_size: '100' } }).unwrap();
    const isUsed = usages.items.length > 0 || usages.has_more;
    const text = t('deleteText', { documents: formatNumber(dataset.documents, i18n.language) });
    ask({
      title: t('deleteTitle', { name }),
      text: isUsed ? <><p>{text}</p><UsersList workspaceId={workspaceId} usages={usages} /></> : text,
      action: isUsed ? common('usages.deleteAllTheSame') : t('delete'),
      isDangerous: true,
      onConfirm: async () => {
        // Who has begun to use it meanwhile has not been seen.
        if (!(await attempt(remove({ params, ...(isUsed && { query: { force: 'true' } }) }).unwrap(), t('deleted', { name })))) return;
        // Its own page is left before it is asked for once more.
        onDeleted?.();
        dispatch(api.util.invalidateTags(['Dataset', 'Work']));
      },
    });
  };
  return (
    <>
      <MoreMenu
        label={t('more', { name })}
        sections={[
          { key: 'change', choices: [{ key: 'settings', label: t('settings'), onChoose: () => setIsOpen(true) }] },
          { key: 'delete', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: () => void attempt(askToDelete()) }] },
        ]}
      />
      <Suspense>{isOpen && <SettingsDialogue dataset={dataset} onClose={() => setIsOpen(false)} />}</Suspense>
    </>
  );
}
