import type { listWorkflowUsages } from '@buckle/contract';
import type { AnswerOf } from '../api/endpoint.ts';

/** A draft, a version or a trigger that uses something: the users of data sets are some of those that workflows have. */
export type Usage = AnswerOf<typeof listWorkflowUsages>['items'][number];

/** Who uses a thing, with all places in which they do. */
export interface UserGroup extends Pick<Usage, 'kind' | 'id' | 'name'> {
  /** Of a trigger: the workflow that it starts. */
  readonly workflowId: string;
  readonly isInDraft: boolean;
  readonly versions: readonly Pick<Usage, 'version' | 'online'>[];
}

/** Puts together what one user has several of: a draft and versions. */
export function groupUsages(usages: readonly Usage[]): readonly UserGroup[] {
  const byUser = Map.groupBy(usages, ({ kind, id }) => `${kind} ${id}`);
  return [...byUser.values()].flatMap((ofOne) => {
    const [first] = ofOne;
    if (first === undefined) return [];
    const { kind, id, name, workflow_id: workflowId = id } = first;
    return [{ kind, id, name, workflowId, isInDraft: kind !== 'trigger' && ofOne.some(({ version }) => version === ''), versions: ofOne.filter(({ version }) => version !== '') }];
  });
}
