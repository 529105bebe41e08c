import { useTranslation } from 'react-i18next';
import { useExportWorkflowMutation } from '../../api/workflows.ts';
import { saveAsFile } from '../../shared/save-as-file.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';
import type { Workflow } from './use-workflow.ts';

/** Saves the draft of a workflow, with the workflows that it calls, as a file on this device; says why where that fails. */
export function useExport(): (workflow: Pick<Workflow, 'id' | 'name'>) => Promise<boolean> {
  const { t } = useTranslation('workflows');
  const [read] = useExportWorkflowMutation();
  const attempt = useAttempt();
  return ({ id, name }) => {
    const saving = read({ params: { workflow_id: id } }).unwrap().then((file) => saveAsFile(`${name}.buckle.json`, JSON.stringify(file, null, 2)));
    return attempt(saving, t('exported', { name }));
  };
}
