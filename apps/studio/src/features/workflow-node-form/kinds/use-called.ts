import { useMemo } from 'react';
import { useLazyReadCalledVersionQuery, useLazyReadCalledWorkflowQuery, useReadCalledVersionQuery, useReadCalledWorkflowQuery } from '../../../api/workflow-names.ts';
import { interfaceOf, type WorkflowInterface } from '../document/called-workflow.ts';

/** What a workflow that is called takes and gives. */
export interface CalledWorkflow {
  /** Absent until it was read, and where it could not be. */
  readonly known: WorkflowInterface | undefined;
  readonly failure: unknown;
  readonly refetch: () => void;
}

/** Reads what the workflow that a node names takes and gives, in its version. */
export function useCalled(workflowId: string, version: string): CalledWorkflow {
  const draft = useReadCalledWorkflowQuery({ params: { workflow_id: workflowId } }, { skip: workflowId === '' || version !== '', refetchOnMountOrArgChange: true });
  const published = useReadCalledVersionQuery({ params: { workflow_id: workflowId, workflow_version: version } }, { skip: workflowId === '' || version === '' });
  const canvas = version === '' ? draft.currentData?.canvas : published.currentData?.canvas;
  const known = useMemo(() => (canvas === undefined ? undefined : interfaceOf(canvas)), [canvas]);
  const { error, refetch } = version === '' ? draft : published;
  return { known: workflowId === '' ? undefined : known, failure: error, refetch: () => void refetch() };
}

/** Reads what a workflow takes and gives before a node names it. Rejects with why it cannot be read. */
export function useReadInterface(): (workflowId: string, version: string) => Promise<WorkflowInterface> {
  const [readDraft] = useLazyReadCalledWorkflowQuery();
  const [readVersion] = useLazyReadCalledVersionQuery();
  return async (workflowId, version) => {
    const params = { workflow_id: workflowId };
    const { canvas } = await (version === '' ? readDraft({ params }) : readVersion({ params: { ...params, workflow_version: version } })).unwrap();
    return interfaceOf(canvas);
  };
}
