import type { BotKnowledge, SearchMode, SplitRules } from '@buckle/contract';
import type { Recalled } from '#application/conversations/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import type { Principal } from '#kernel/principal.ts';
import { type KnowledgeTool, knowledgeTool } from '../bots/knowledge-tool.ts';
import { recall } from '../bots/recall.ts';
import type { KnowledgeContext } from '../context.ts';
import { allDatasetsOf, datasetNames } from '../datasets/datasets-of-workspace.ts';
import { makeDocument } from '../documents/add-document.ts';
import { beginRemoval } from '../documents/delete-document.ts';
import type { DatasetDocument, KnowledgeDocument } from '../knowledge-documents.ts';
import { searchDatasets } from '../retrieval/search-datasets.ts';
import { LONGEST_QUERY } from '../retrieval/search-knowledge.ts';

/** For whom a run works with knowledge. */
export interface FlowUser {
  readonly runId: string;
  readonly owner: Pick<FlowOwner, 'workspaceId' | 'creatorId'>;
}

export interface FlowSearch {
  readonly datasetIds: readonly string[];
  readonly query: string;
  readonly topK: number;
  readonly mode: SearchMode;
  readonly rerank: boolean;
  readonly minScore: number;
}

export interface FoundByFlow {
  readonly items: readonly { readonly content: string; readonly documentId: string }[];
  /** What it had to do without, in words. */
  readonly notes: readonly string[];
}

/** A document that a run adds: of a stored file, or of what lies at an address. */
export interface DocumentOfFlow {
  readonly id: string;
  readonly datasetId: string;
  readonly source: { readonly type: 'file'; readonly fileId: string } | { readonly type: 'web'; readonly url: string };
  readonly name?: string | undefined;
  /** The data set's where absent. */
  readonly splitting?: SplitRules | undefined;
}

/** How the reading of a document stands. */
export type DocumentRead = Pick<KnowledgeDocument, 'name' | 'state' | 'reason'>;

/**
 * What the nodes of workflows do with data sets: with all of the workspace that they run in, as whoever could publish them
 * there may, and with no other. Each throws `NotFound` for a data set that the workspace does not have.
 */
export interface FlowKnowledge {
  /** The names of a workspace's data sets by their ids; those that it does not have have none. */
  namesOf(workspaceId: string, datasetIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  search(workspaceId: string, search: FlowSearch): Promise<FoundByFlow>;
  /** See `recall`. */
  recall(workspaceId: string, knowledge: BotKnowledge, question: string): Promise<Recalled>;
  /** The same search as a tool of a model. */
  toolFor(workspaceId: string, knowledge: BotKnowledge): KnowledgeTool;
  newDocumentId(): string;
  /** Adds a document, if there is none with its id. Throws `BadRequest`, and `NotFound` for a file that is not of the workspace. */
  addDocument(user: FlowUser, document: DocumentOfFlow): Promise<DocumentRead>;
  /** How a document stands; absent where there is none. */
  documentIn(workspaceId: string, datasetId: string, documentId: string): Promise<DocumentRead | undefined>;
  /** Deletes a document, if it is there. */
  deleteDocument(user: FlowUser, datasetId: string, documentId: string): Promise<void>;
}

export function flowKnowledge(context: KnowledgeContext): FlowKnowledge {
  const documentIn = async (datasetId: string, documentId: string): Promise<KnowledgeDocument | undefined> => {
    const document = await context.stored.documents.get(documentId);
    return document?.datasetId === datasetId ? document : undefined;
  };
  return {
    namesOf: (workspaceId, datasetIds) => datasetNames(context, workspaceId, datasetIds),
    async search(workspaceId, { datasetIds, query, ...how }) {
      const datasets = await allDatasetsOf(context, workspaceId, datasetIds);
      const { items, notes } = await searchDatasets(context, datasets, { query: query.slice(0, LONGEST_QUERY), conditions: [], ...how });
      return { items: items.map(({ content, document }) => ({ content, documentId: document.id })), notes: notes.map(({ text }) => text) };
    },
    recall: (workspaceId, knowledge, question) => recall(context, workspaceId, knowledge, question),
    toolFor: (workspaceId, knowledge) => knowledgeTool(context, workspaceId, knowledge),
    newDocumentId: () => context.ids.next(),
    async addDocument(user, { id, datasetId, ...input }) {
      const dataset = await oneOf(context, user.owner.workspaceId, datasetId);
      return (await documentIn(datasetId, id)) ?? makeDocument(context, principalOf(user), dataset, id, { ...input, allowDuplicate: true });
    },
    async documentIn(workspaceId, datasetId, documentId) {
      await oneOf(context, workspaceId, datasetId);
      return documentIn(datasetId, documentId);
    },
    async deleteDocument(user, datasetId, documentId) {
      const dataset = await oneOf(context, user.owner.workspaceId, datasetId);
      const document = await documentIn(datasetId, documentId);
      if (document) await beginRemoval(context, principalOf(user), document, dataset);
    },
  };
}

async function oneOf(context: KnowledgeContext, workspaceId: string, datasetId: string): Promise<DatasetDocument> {
  const [dataset] = await allDatasetsOf(context, workspaceId, [datasetId]);
  if (!dataset) throw new NotFound('data set', datasetId);
  return dataset;
}

/** As whom a run changes data sets: itself, for whoever it runs for, in its workspace and with files of that alone. */
function principalOf({ runId, owner: { workspaceId, creatorId } }: FlowUser): Principal {
  return { userId: creatorId, instanceAdmin: false, via: 'trigger', credentialId: `run ${runId}`, workspaceId, scopes: ['file.read', 'file.write'] };
}
