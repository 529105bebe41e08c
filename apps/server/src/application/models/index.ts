import type { Aged } from '#data/documents/aged.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import { dayOf } from '#kernel/days.ts';
import type { Route } from '#kernel/route.ts';
import { MODEL_TYPES, type ModelType } from '#services/models/index.ts';
import { connectFirst, type FirstModel } from './connect-first.ts';
import type { ModelsContext, ModelsDependencies } from './context.ts';
import { defaultId, openModelCollections } from './model-document.ts';
import { ModelResolver, type NamedModel, type ResolvedModel } from './resolve-model.ts';
import type { ResolvedEmbedding, ResolvedRerank } from './resolve-text-model.ts';
import { modelRoutes } from './routes.ts';
import { openUsageCollections } from './usage-documents.ts';
import { usageRoutes } from './usage-routes.ts';
import { type ConnectionTests, testAll } from './test-all.ts';
import { Usage } from './usage.ts';

export { askForQuestion } from './ask-for-question.ts';
export { askForSearch } from './ask-for-search.ts';
export { callModel, type CallOptions, type ModelCalled, type ModelResult, type PartialReply } from './call-model.ts';
export { callEmbedding, callRerank, type Counted, type TextCallOptions } from './call-text-model.ts';
export { conditionInWords, conditionsFrom, type DerivedCondition, fieldsWithin, leftOutInWords } from './derived-conditions.ts';
export type { ModelsDependencies } from './context.ts';
export { OFFLINE_MODEL_ID } from './model-document.ts';
export type { NamedModel, ResolvedModel } from './resolve-model.ts';
export type { ResolvedEmbedding, ResolvedRerank } from './resolve-text-model.ts';
export { todayInWords } from './today.ts';
export type { Usage, UsedStep } from './usage.ts';

/** Models: connecting them, finding the one for a bot, and counting what they are used for. */
export interface Models {
  readonly routes: readonly Route[];
  readonly usage: Usage;
  /** See `ModelResolver.resolve`. The caller has checked that the bot may be used. */
  resolve(workspaceId: string, modelId?: string): Promise<ResolvedModel>;
  /** See `TextModelResolver.resolve`; `callEmbedding` calls it and counts. The caller has checked that the workspace may be used. */
  resolveEmbedding(workspaceId: string, modelId?: string): Promise<ResolvedEmbedding | undefined>;
  /** As `resolveEmbedding`; `callRerank` calls it and counts. */
  resolveRerank(workspaceId: string, modelId?: string): Promise<ResolvedRerank | undefined>;
  /** See `ModelResolver.named`. */
  named(workspaceId: string, modelId: string): Promise<(NamedModel & { readonly type: ModelType }) | undefined>;
  /** The name of the model of this id, else of that which `resolve` finds. */
  nameOf(workspaceId: string, modelId: string): Promise<string>;
  /** See `ModelResolver.idsByName`. */
  idsByName(workspaceId: string): Promise<ReadonlyMap<string, string>>;
  /** What models were used for in workspaces, by day. */
  readonly usageByAge: Aged;
  /** Removes the models of a workspace with their keys, and what they were used for. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
  /** See `testAll`. */
  testConnections(): Promise<ConnectionTests>;
  /** See `connectFirst`. */
  connectFirst(model: FirstModel): Promise<void>;
}

export async function openModels(dependencies: ModelsDependencies): Promise<Models> {
  const collections = await openModelCollections(dependencies.documents, dependencies.keyring);
  const resolver = new ModelResolver(collections, dependencies);
  const context: ModelsContext = { ...dependencies, ...collections, resolver };
  const usageCollections = await openUsageCollections(dependencies.documents);
  const { clock, identity } = dependencies;
  return {
    routes: [...modelRoutes(context), ...usageRoutes(usageCollections, identity, clock)],
    usage: new Usage(usageCollections, clock, (modelId) => resolver.priceOf(modelId)),
    resolve: (workspaceId, modelId) => resolver.resolve(workspaceId, modelId),
    resolveEmbedding: (workspaceId, modelId) => resolver.embedding.resolve(workspaceId, modelId),
    resolveRerank: (workspaceId, modelId) => resolver.rerank.resolve(workspaceId, modelId),
    named: (workspaceId, modelId) => resolver.named(workspaceId, modelId),
    nameOf: async (workspaceId, modelId) => ((await resolver.named(workspaceId, modelId)) ?? (await resolver.resolve(workspaceId, modelId))).name,
    idsByName: (workspaceId) => resolver.idsByName(workspaceId),
    usageByAge: {
      async hasOlder(workspaceId, before) {
        return (await usageCollections.counters.find({ ...oldUsage(workspaceId, before), limit: 1 })).items.length > 0;
      },
      removeOlder: (workspaceId, before, watch) => removeAll(usageCollections.counters, oldUsage(workspaceId, before), watch),
    },
    async removeAllOf(workspaceId, watch) {
      for (const type of MODEL_TYPES) await collections.defaults.delete(defaultId(workspaceId, type));
      await removeAll(collections.models.closed, { where: { workspaceId } }, watch);
      await removeAll(usageCollections.records, { where: { workspaceId }, sort: 'at' }, watch);
      await removeAll(usageCollections.counters, { where: { workspaceId }, sort: 'day' }, watch);
    },
    testConnections: () => testAll(context),
    connectFirst: (model) => connectFirst(context, model),
  };
}

function oldUsage(workspaceId: string, before: number) {
  return { where: { workspaceId, day: { lt: dayOf(before) } }, sort: 'day' } as const;
}
