import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditing } from './editing.ts';
import { ProblemText } from './field.tsx';
import { PromptGroup } from './group.tsx';
import { UsedWorkflow } from './used-workflow.tsx';
import { WorkflowPicker } from './workflow-picker.tsx';

/** Workflows that the model calls as functions. */
export function WorkflowsGroup() {
  const { t } = useTranslation('botEditor');
  const { edited: { workflows }, change, isReadOnly } = useEditing();
  // What is wrong with one of them is to be seen at once.
  const [isOpen] = useState(workflows.length > 0);
  return (
    <PromptGroup title={t('workflows')} text={t('workflowsText')} note={workflows.length} isOpen={isOpen}>
      {workflows.map((workflow, index) => (
        <UsedWorkflow key={workflow.workflow_id} workflow={workflow} mode="workflow" onRemove={() => change({ workflows: workflows.toSpliced(index, 1) })} />
      ))}
      <ProblemText path="workflows" />
      {!isReadOnly && <WorkflowPicker label={t('addWorkflow')} mode="workflow" used={workflows} onChoose={(added) => change({ workflows: [...workflows, added] })} />}
    </PromptGroup>
  );
}
