import type { readWorkflow } from '@buckle/contract';
import { useParams } from 'react-router';
import type { AnswerOf } from '../../api/endpoint.ts';
import { useGetWorkflowQuery } from '../../api/workflows.ts';

/** A workflow with the canvas of its draft. */
export type Workflow = AnswerOf<typeof readWorkflow>;

/** The workflow that the address names, as its draft was read or saved last. */
export function useWorkflow() {
  const { workflowId = '' } = useParams();
  const { data: workflow, error, refetch } = useGetWorkflowQuery({ params: { workflow_id: workflowId } });
  return { workflowId, workflow, error, refetch: () => void refetch() };
}
