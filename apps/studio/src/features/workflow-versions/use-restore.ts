import { useTranslation } from 'react-i18next';
import { useLazyGetWorkflowDraftQuery, useLazyGetWorkflowQuery, useLazyGetWorkflowVersionQuery, useSaveCanvasMutation } from '../../api/workflows.ts';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';

/** A state in which a workflow was: a version, or a draft that was saved over. */
export type PastState = { readonly version: string } | { readonly draftRevision: number };

/** Makes a past state the draft of its workflow, after a question: over the draft as it stands at that moment, which is kept. */
export function useRestore(workflowId: string): (state: PastState, name: string) => void {
  const { t } = useTranslation('workflows');
  const { ask } = useNotices();
  const attempt = useAttempt();
  const [read] = useLazyGetWorkflowQuery();
  const [readVersion] = useLazyGetWorkflowVersionQuery();
  const [readDraft] = useLazyGetWorkflowDraftQuery();
  const [save] = useSaveCanvasMutation();
  const params = { workflow_id: workflowId };
  const readPast = (state: PastState) =>
    'version' in state
      ? readVersion({ params: { ...params, workflow_version: state.version } }).unwrap()
      : readDraft({ params: { ...params, draft_revision: state.draftRevision } }).unwrap();
  const restore = async (state: PastState): Promise<void> => {
    const [draft, { canvas, id_map: idMap }] = await Promise.all([read({ params }).unwrap(), readPast(state)]);
    await save({ params, body: { canvas, id_map: idMap, draft_revision: draft.draft_revision, keep_current: true } }).unwrap();
  };
  return (state, name) =>
    ask({
      title: t('restoreTitle', { name }),
      text: t('restoreText'),
      action: t('restore'),
      onConfirm: () => attempt(restore(state), t('restored', { name })),
    });
}
