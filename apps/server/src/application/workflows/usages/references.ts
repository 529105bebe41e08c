import type { BotDefinition } from '@buckle/contract';
import { eachOf } from '#data/documents/each-of.ts';
import type { Collection, Documents, Page, Query } from '#data/documents/port.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Bots } from '#application/bots/index.ts';
import { usedDatasets } from '../ids-of-here.ts';
import { usedWorkflows } from '../problems.ts';
import { readSource } from '../source.ts';
import type { WorkflowCollections, WorkflowSource } from '../workflow-documents.ts';

/** Who uses a workflow or a data set: a draft, or a version, of another workflow or of a bot. */
export interface User {
  readonly kind: 'workflow' | 'bot';
  readonly id: string;
  /** Empty for the draft. */
  readonly version: string;
}

/** Says that something is used, or was: drafts may have changed since, and their users may be gone. */
export interface ReferenceDocument {
  readonly id: string;
  readonly workspaceId: string;
  /** The workflow or data set that is used: no two things have the same id. */
  readonly usedId: string;
  readonly userKind: User['kind'];
  readonly userId: string;
  readonly version: string;
}

/** A workspace whose references from before they were noted have been looked up. */
interface LookedUpDocument {
  /** The workspace's. */
  readonly id: string;
}

/** What users are found in. */
export interface ReferencesContext extends Pick<WorkflowCollections, 'workflows' | 'versions'> {
  readonly bots: Pick<Bots, 'eachDefinition'>;
}

/**
 * Which workflows and data sets are used by whom. A reference is noted before what it stands in is saved, so that none is
 * missing; whether it still holds is looked up by who reads it.
 */
export class References {
  readonly #references: Collection<ReferenceDocument>;
  readonly #lookedUp: Collection<LookedUpDocument>;
  readonly #context: ReferencesContext;

  private constructor(references: Collection<ReferenceDocument>, lookedUp: Collection<LookedUpDocument>, context: ReferencesContext) {
    this.#references = references;
    this.#lookedUp = lookedUp;
    this.#context = context;
  }

  static async open(documents: Documents, context: ReferencesContext): Promise<References> {
    const references = await documents.collection<ReferenceDocument>({
      name: 'references',
      schemaVersion: 1,
      indexes: [{ fields: ['workspaceId', 'usedId'] }, { fields: ['userId'] }],
    });
    const lookedUp = await documents.collection<LookedUpDocument>({ name: 'references_looked_up', schemaVersion: 1, indexes: [] });
    return new References(references, lookedUp, context);
  }

  /** Notes what a user names; to be called before that is saved. */
  async note(workspaceId: string, user: User, usedIds: Iterable<string>): Promise<void> {
    const noting = [...new Set(usedIds)].map((usedId) => {
      const id = [usedId, user.kind, user.id, user.version].join('/');
      return this.#references.ensure({ id, workspaceId, usedId, userKind: user.kind, userId: user.id, version: user.version });
    });
    await Promise.all(noting);
  }

  /** The references to a workflow or a data set, by who uses it. */
  async find(workspaceId: string, usedId: string, page: Pick<Query<ReferenceDocument>, 'limit' | 'after'>): Promise<Page<ReferenceDocument>> {
    if (!(await this.#lookedUp.get(workspaceId))) await this.#lookUp(workspaceId);
    return this.#references.find({ where: { workspaceId, usedId }, ...page });
  }

  /** Removes what was noted of a user that is gone. */
  removeOf(userId: string, watch: RemovalWatch): Promise<number> {
    return removeAll(this.#references, { where: { userId } }, watch);
  }

  /** Removes all that was noted of a workspace. */
  async removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void> {
    await removeAll(this.#references, { where: { workspaceId }, sort: 'usedId' }, watch);
    await this.#lookedUp.delete(workspaceId);
  }

  /** Notes the references of what was saved before any were noted. */
  async #lookUp(workspaceId: string): Promise<void> {
    const { workflows, versions, bots } = this.#context;
    for await (const { id, source } of eachOf(workflows, { where: { workspaceId }, sort: 'updatedAt' })) {
      await this.note(workspaceId, { kind: 'workflow', id, version: '' }, usedIn(source));
      for await (const one of eachOf(versions, { where: { workflowId: id }, sort: 'order' })) {
        await this.note(workspaceId, { kind: 'workflow', id, version: one.version }, usedIn(one.source));
      }
    }
    await bots.eachDefinition(workspaceId, ({ botId, version, definition }) => this.note(workspaceId, { kind: 'bot', id: botId, version }, usedByBot(definition)));
    await this.#lookedUp.ensure({ id: workspaceId });
  }
}

/** The ids of the workflows that a source calls, and of the data sets that it works with. */
export function usedIn(source: WorkflowSource): readonly string[] {
  const { graph } = readSource(source);
  return [...usedWorkflows(graph, source).map(({ workflowId }) => workflowId), ...usedDatasets(graph, source).map(({ datasetId }) => datasetId)].filter((id) => id !== '');
}

/** The ids of the workflows that a bot uses, those that its model calls and the one in its model's place, and of its data sets. */
export function usedByBot({ workflows = [], chatflow, knowledge }: BotDefinition): readonly string[] {
  return [...[...workflows, ...(chatflow === undefined ? [] : [chatflow])].map(({ workflow_id: id }) => id), ...(knowledge?.dataset_ids ?? [])];
}
