import { useTranslation } from 'react-i18next';
import { useLazyGetWorkflowQuery, useLazyGetWorkflowVersionQuery, useSaveCanvasMutation } from '../../api/workflows.ts';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';

/** Makes a version the draft of its workflow, after a question: over the draft as it stands at that moment. */
export function useRestore(workflowId: string): (version: string) => void {
  const { t } = useTranslation('workflows');
  const { ask } = useNotices();
  const attempt = useAttempt();
  const [read] = useLazyGetWorkflowQuery();
  const [readVersion] = useLazyGetWorkflowVersionQuery();
  const [save] = useSaveCanvasMutation();
  const params = { workflow_id: workflowId };
  const restore = async (version: string): Promise<void> => {
    const [draft, { canvas, id_map: idMap }] = await Promise.all([read({ params }).unwrap(), readVersion({ params: { ...params, workflow_version: version } }).unwrap()]);
    await save({ params, body: { canvas, id_map: idMap, draft_revision: draft.draft_revision, keep_current: true } }).unwrap();
  };
  return (version) =>
    ask({
      title: t('restoreTitle', { version }),
      text: t('restoreText'),
      action: t('restore'),
      onConfirm: () => attempt(restore(version), t('restored', { version })),
    });
}
