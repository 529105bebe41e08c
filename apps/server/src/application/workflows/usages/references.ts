import type { BotDefinition } from '@buckle/contract';
import { eachOf } from '#data/documents/each-of.ts';
import type { Collection, Documents, Page, Query } from '#data/documents/port.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Bots } from '#application/bots/index.ts';
import { usedWorkflows } from '../problems.ts';
import { readSource } from '../source.ts';
import type { WorkflowCollections, WorkflowSource } from '../workflow-documents.ts';

/** Who uses a workflow: a draft, or a version, of another workflow or of a bot. */
export interface WorkflowUser {
  readonly kind: 'workflow' | 'bot';
  readonly id: string;
  /** Empty for the draft. */
  readonly version: string;
}

/** Says that a workflow is used, or was: drafts may have changed since, and their users may be gone. */
export interface ReferenceDocument {
  readonly id: string;
  readonly workspaceId: string;
  /** The workflow that is used. */
  readonly workflowId: string;
  readonly userKind: WorkflowUser['kind'];
  readonly userId: string;
  readonly version: string;
}

/** A workspace whose references from before they were noted have been looked up. */
interface LookedUpDocument {
  /** The workspace's. */
  readonly id: string;
}

/** What workflows are found by who uses them. */
export interface ReferencesContext extends Pick<WorkflowCollections, 'workflows' | 'versions'> {
  readonly bots: Pick<Bots, 'eachDefinition'>;
}

/**
 * Which workflows are used by whom. A reference is noted before what it stands in is saved, so that none is
 * missing; whether it still holds is looked up by who reads it.
 */
export class WorkflowReferences {
  readonly #references: Collection<ReferenceDocument>;
  readonly #lookedUp: Collection<LookedUpDocument>;
  readonly #context: ReferencesContext;

  private constructor(references: Collection<ReferenceDocument>, lookedUp: Collection<LookedUpDocument>, context: ReferencesContext) {
    this.#references = references;
    this.#lookedUp = lookedUp;
    this.#context = context;
  }

  static async open(documents: Documents, context: ReferencesContext): Promise<WorkflowReferences> {
    const references = await documents.collection<ReferenceDocument>({
      name: 'workflow_references',
      schemaVersion: 1,
      indexes: [{ fields: ['workspaceId', 'workflowId'] }, { fields: ['userId'] }],
    });
    const lookedUp = await documents.collection<LookedUpDocument>({ name: 'workflow_references_looked_up', schemaVersion: 1, indexes: [] });
    return new WorkflowReferences(references, lookedUp, context);
  }

  /** Notes the workflows that a user names; to be called before that is saved. */
  async note(workspaceId: string, user: WorkflowUser, workflowIds: Iterable<string>): Promise<void> {
    const noting = [...new Set(workflowIds)].map((workflowId) => {
      const id = [workflowId, user.kind, user.id, user.version].join('/');
      return this.#references.ensure({ id, workspaceId, workflowId, userKind: user.kind, userId: user.id, version: user.version });
    });
    await Promise.all(noting);
  }

  /** The references to a workflow, by who uses it. */
  async find(workspaceId: string, workflowId: string, page: Pick<Query<ReferenceDocument>, 'limit' | 'after'>): Promise<Page<ReferenceDocument>> {
    if (!(await this.#lookedUp.get(workspaceId))) await this.#lookUp(workspaceId);
    return this.#references.find({ where: { workspaceId, workflowId }, ...page });
  }

  /** Removes what was noted of a user that is gone. */
  removeOf(userId: string, watch: RemovalWatch): Promise<number> {
    return removeAll(this.#references, { where: { userId } }, watch);
  }

  /** Removes all that was noted of a workspace. */
  async removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void> {
    await removeAll(this.#references, { where: { workspaceId }, sort: 'workflowId' }, watch);
    await this.#lookedUp.delete(workspaceId);
  }

  /** Notes the references of what was saved before any were noted. */
  async #lookUp(workspaceId: string): Promise<void> {
    const { workflows, versions, bots } = this.#context;
    for await (const { id, source } of eachOf(workflows, { where: { workspaceId }, sort: 'updatedAt' })) {
      await this.note(workspaceId, { kind: 'workflow', id, version: '' }, workflowsIn(source));
      for await (const one of eachOf(versions, { where: { workflowId: id }, sort: 'order' })) {
        await this.note(workspaceId, { kind: 'workflow', id, version: one.version }, workflowsIn(one.source));
      }
    }
    await bots.eachDefinition(workspaceId, ({ botId, version, definition }) => this.note(workspaceId, { kind: 'bot', id: botId, version }, workflowsOfBot(definition)));
    await this.#lookedUp.ensure({ id: workspaceId });
  }
}

/** The ids of the workflows that a source calls. */
export function workflowsIn(source: WorkflowSource): readonly string[] {
  return usedWorkflows(readSource(source).graph, source).map(({ workflowId }) => workflowId);
}

/** The ids of the workflows that a bot uses: those that its model calls, and the one in its model's place. */
export function workflowsOfBot({ workflows = [], chatflow }: BotDefinition): readonly string[] {
  return [...workflows, ...(chatflow === undefined ? [] : [chatflow])].map(({ workflow_id: id }) => id);
}
