import type { listWorkflows } from '@buckle/contract';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../api/endpoint.ts';
import { useChangeWorkflowMutation, useDeleteWorkflowMutation, useLazyListWorkflowUsagesQuery } from '../../api/workflows.ts';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { UsersList } from '../../shared/users-list.tsx';
import { useExport } from '../workflow/index.ts';
import { NameItems, type WorkflowValues } from './workflow-items.tsx';

const FormDialogue = lazy(async () => ({ default: (await import('../../shared/form-dialogue.tsx')).FormDialogue<Omit<WorkflowValues, 'mode'>> }));

/** What can be done with a workflow in its line of the list. */
export function WorkflowActions({ workflow: { id, name, description } }: { readonly workflow: AnswerOf<typeof listWorkflows>['items'][number] }) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const [isRenaming, setIsRenaming] = useState(false);
  const [change] = useChangeWorkflowMutation();
  const [remove] = useDeleteWorkflowMutation();
  const [readUsages] = useLazyListWorkflowUsagesQuery();
  const { ask } = useNotices();
  const attempt = useAttempt();
  const exportAsFile = useExport();
  const { can, workspaceId } = useWorkspace();
  const mayEdit = can('workflow.edit');
  const params = { workflow_id: id };
  const askToDelete = async (): Promise<void> => {
    const usages = await readUsages({ params, query: { page_size: '100' } }).unwrap();
    const isUsed = usages.items.length > 0 || usages.has_more;
    ask({
      title: t('deleteTitle', { name }),
      text: isUsed ? <><p>{t('deleteQuestion')}</p><UsersList workspaceId={workspaceId} usages={usages} /></> : t('deleteQuestion'),
      action: isUsed ? common('usages.deleteAllTheSame') : t('delete'),
      isDangerous: true,
      // Who has begun to use it meanwhile has not been seen.
      onConfirm: () => attempt(remove({ params, ...(isUsed && { query: { force: 'true' } }) }).unwrap(), t('deleted', { name })),
    });
  };
  return (
    <>
      <MoreMenu
        label={t('more', { name })}
        sections={[
          {
            key: 'change',
            choices: [
              ...(mayEdit ? [{ key: 'rename', label: t('rename'), onChoose: () => setIsRenaming(true) }] : []),
              { key: 'export', label: t('export'), onChoose: () => void exportAsFile({ id, name }) },
            ],
          },
          ...(mayEdit ? [{ key: 'delete', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: () => void attempt(askToDelete()) }] }] : []),
        ]}
      />
      <Suspense>
        {isRenaming && (
          <FormDialogue
            title={t('renameTitle')}
            action={common('save')}
            initialValues={{ name, description }}
            onSubmit={(body) => change({ params, body }).unwrap()}
            onClose={() => setIsRenaming(false)}
          >
            <NameItems />
          </FormDialogue>
        )}
      </Suspense>
    </>
  );
}
