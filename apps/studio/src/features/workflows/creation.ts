/** The most characters that a workflow's name can have (`workflowName` of the contract). */
export const longestWorkflowName = 100;

/** What a dialogue is given that makes a workflow. */
export interface CreationProps {
  readonly workspaceId: string;
  readonly onClose: () => void;
  /** Called with the id of the new workflow. */
  readonly onCreated: (workflowId: string) => void;
}
