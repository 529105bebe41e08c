import type { BotDatasets } from '#application/bots/index.ts';
import type { ToolSource, TurnKnowledge } from '#application/conversations/index.ts';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Route } from '#kernel/route.ts';
import { botDatasets } from './bots/bot-datasets.ts';
import { fieldsOfBot, knowledgeTools } from './bots/knowledge-tool.ts';
import { recall } from './bots/recall.ts';
import type { DatasetUsers, KnowledgeContext, KnowledgeDependencies, ReadingContext } from './context.ts';
import { cozePictureRoutes } from './coze-pictures.ts';
import { cozeKnowledgeRoutes } from './coze-routes.ts';
import { datasetRemovalKind, removeDatasetsOf } from './datasets/delete-dataset.ts';
import { documentRemovalKind } from './documents/delete-document.ts';
import { refreshDue } from './documents/refresh-documents.ts';
import { filesOfKnowledge } from './documents/files-of-knowledge.ts';
import { openEvaluationCollections } from './evaluation/evaluation-documents.ts';
import { evaluationKind } from './evaluation/evaluation-kind.ts';
import { evaluationRoutes } from './evaluation/routes.ts';
import { type FlowKnowledge, flowKnowledge } from './flows/flow-knowledge.ts';
import { indexingKind } from './ingestion/index-change.ts';
import { ingestionKind } from './ingestion/ingestion-kind.ts';
import { rebuildKind, rebuildMissing, startEmbeddingChange, startRebuild } from './ingestion/rebuild-index.ts';
import { rebuildOutdated } from './ingestion/rebuild-outdated.ts';
import { openKnowledgeCollections } from './knowledge-documents.ts';
import { knowledgeRoutes } from './routes.ts';
import { openDatasetDays } from './statistics/dataset-days.ts';
import { Hits } from './statistics/hits.ts';

export type { DatasetUsers, KnowledgeDependencies } from './context.ts';
export type { DocumentOfFlow, DocumentRead, FlowKnowledge } from './flows/flow-knowledge.ts';

/** Knowledge: data sets, their documents and passages, and how these are found. */
export interface Knowledge {
  readonly routes: readonly Route[];
  /** The data sets of bots. */
  readonly ofBots: BotDatasets;
  /** Searches the data sets of bots for what their users ask. */
  readonly ofTurns: TurnKnowledge;
  /** What the nodes of workflows do with data sets. */
  readonly ofFlows: FlowKnowledge;
  /** Searching as a tool of bots. */
  readonly tools: ToolSource;
  /** Lets data sets know who uses them; to be called when those are opened. */
  knowUsers(users: DatasetUsers): void;
  /** The stored files of a workspace that documents are read from. */
  filesOf(workspaceId: string): Promise<ReadonlySet<string>>;
  /** See `rebuildOutdated`. */
  rebuildIndexes(options: { readonly all: boolean }): Promise<number>;
  /** See `Hits.write`. */
  countHits(): Promise<void>;
  /** See `refreshDue`. */
  refreshDue(): Promise<void>;
  /** Removes all data sets of a workspace. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
}

/** Opens knowledge and registers its work. */
export async function openKnowledge(dependencies: KnowledgeDependencies): Promise<Knowledge> {
  const { documents, keyring, work } = dependencies;
  const stored = await openKnowledgeCollections(documents, keyring);
  const datasetDays = await openDatasetDays(documents);
  const own = { ...dependencies, stored, datasetDays, evaluations: await openEvaluationCollections(documents, keyring), hits: new Hits(stored, datasetDays, dependencies.clock) };
  const rebuilding = rebuildKind(own);
  const reading: ReadingContext = { ...own, rebuild: (dataset) => startRebuild(own, rebuilding, dataset), rebuildMissing: (datasetId) => rebuildMissing(own, rebuilding, datasetId), changeEmbedding: (dataset, embeddingModelId) => startEmbeddingChange(own, rebuilding, dataset, embeddingModelId) };
  const ingestion = ingestionKind(reading);
  const indexing = indexingKind(reading);
  const evaluating = evaluationKind(reading);
  const datasetRemoval = datasetRemovalKind(reading);
  const documentRemoval = documentRemovalKind(reading);
  for (const kind of [ingestion, rebuilding, indexing, datasetRemoval, documentRemoval]) work.register<never, undefined>(kind);
  work.register(evaluating);
  const context: KnowledgeContext = { ...reading, ingestion, indexing, evaluating, datasetRemoval, documentRemoval, known: { users: { list: () => Promise.resolve({ items: [] }), checkUnused: () => Promise.resolve() } } };
  return {
    routes: [...knowledgeRoutes(context), ...evaluationRoutes(context), ...cozeKnowledgeRoutes(context), ...cozePictureRoutes(context)],
    ofBots: botDatasets(context),
    ofTurns: {
      fieldsOf: (workspaceId, knowledge) => fieldsOfBot(context, workspaceId, knowledge),
      recall: (workspaceId, knowledge, question, derived) => recall(context, workspaceId, knowledge, question, derived),
    },
    ofFlows: flowKnowledge(context),
    tools: knowledgeTools(context),
    knowUsers(users) {
      context.known.users = users;
    },
    filesOf: (workspaceId) => filesOfKnowledge(context, workspaceId),
    rebuildIndexes: (options) => rebuildOutdated(context, options),
    refreshDue: () => refreshDue(context),
    countHits: () => own.hits.write(),
    removeAllOf: (workspaceId, watch) => removeDatasetsOf(context, workspaceId, watch),
  };
}
