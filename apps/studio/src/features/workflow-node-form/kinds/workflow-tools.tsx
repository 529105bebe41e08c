import { useTranslation } from 'react-i18next';
import { useListWorkflowNamesInfiniteQuery } from '../../../api/workflow-names.ts';
import { itemsOf } from '../../../shared/paged-table.tsx';
import { useEditing, useIdHere, useSetting } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { EntryButtons } from '../fields/input-list.tsx';
import { ThingPicker } from '../../../shared/thing-picker.tsx';
import { llmSettings } from '../settings/llm.ts';

/** The workflows that a model may call. */
export function WorkflowTools() {
  const { t } = useTranslation('workflowNodeForm');
  const { workspaceId, isReadOnly } = useEditing();
  const [tools, change] = useSetting(llmSettings.workflows);
  const useList = () => useListWorkflowNamesInfiniteQuery({ query: { workspace_id: workspaceId } });
  const known = itemsOf(useList());
  const here = useIdHere('workflows');
  const nameOf = (id: string): string => known.find((workflow) => workflow.id === here(id))?.name ?? id;
  return (
    <>
      {tools.map(({ workflow_id: id = '' }, index) => (
        // The same workflow may stand there twice.
        <div key={index} className={styles['line']}>
          <span>{nameOf(id)}</span>
          {!isReadOnly && <EntryButtons name={nameOf(id)} onRemove={() => change(tools.toSpliced(index, 1))} />}
        </div>
      ))}
      {!isReadOnly && (
        <ThingPicker
          label={t('addTool')}
          useList={useList}
          isHidden={({ id }) => tools.some((tool) => here(tool.workflow_id ?? '') === id)}
          onChoose={({ id, online_version: version }) => change([...tools, { workflow_id: id, workflow_version: version, is_draft: version === '' }])}
        />
      )}
    </>
  );
}
