import type { CallBotConfig, ErrorPolicy, GraphNode, IntentConfig, KnowledgeDeleteConfig, KnowledgeSearchConfig, KnowledgeWriteConfig, LlmConfig, ModelSettings, NamedResource, QuestionConfig, ResourceKind, SubworkflowConfig, WorkflowGraph } from '@buckle/canvas';
import { namedResources } from '@buckle/canvas';
import type { WorkflowIdMap } from '@buckle/contract';
import type { WorkflowSource } from './workflow-documents.ts';

/** A model that a node names, in the terms of its document and in those of this instance. */
export interface UsedModel {
  readonly nodeId: string;
  readonly title: string;
  readonly writtenId: string;
  readonly modelId: string;
}

/** The models that the nodes of a graph name, those that stand in for others included. */
export function usedModels(graph: WorkflowGraph, { idMap }: WorkflowSource): readonly UsedModel[] {
  return named(graph, 'models').map(({ id, nodeId, title }) => ({ nodeId, title, writtenId: id, modelId: idMap.models?.[id] ?? id }));
}

function named(graph: WorkflowGraph, wanted: ResourceKind): readonly NamedResource[] {
  return namedResources(graph).filter(({ kind }) => kind === wanted);
}

/** The id of the model that stands in for a node's own; empty where there is none. */
function backupId({ backupModel }: ErrorPolicy): string {
  const id = backupModel?.['modelType'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

/** A data set that a node names, in the terms of its document and in those of this instance. */
export interface UsedDataset {
  readonly nodeId: string;
  readonly title: string;
  readonly writtenId: string;
  readonly datasetId: string;
}

/** The data sets that the nodes of a graph name. */
export function usedDatasets(graph: WorkflowGraph, { idMap }: WorkflowSource): readonly UsedDataset[] {
  return named(graph, 'datasets').map(({ id, nodeId, title }) => ({ nodeId, title, writtenId: id, datasetId: idMap.datasets?.[id] ?? id }));
}

/** A bot that a node asks, in the terms of its document and in those of this instance. */
export interface UsedBot {
  readonly nodeId: string;
  readonly title: string;
  readonly writtenId: string;
  readonly botId: string;
}

/** The bots that the nodes of a graph ask. */
export function usedBots(graph: WorkflowGraph, { idMap }: WorkflowSource): readonly UsedBot[] {
  return named(graph, 'bots').map(({ id, nodeId, title }) => ({ nodeId, title, writtenId: id, botId: idMap.bots?.[id] ?? id }));
}

type DatasetConfig = KnowledgeSearchConfig | KnowledgeWriteConfig | KnowledgeDeleteConfig;

function worksWithDatasets(key: string): boolean {
  return key === 'knowledgeSearch' || key === 'knowledgeWrite' || key === 'knowledgeDelete';
}

/** A graph whose nodes name the workflows, models, data sets and bots of this instance. */
export function withIdsOfHere(graph: WorkflowGraph, { idMap }: WorkflowSource): WorkflowGraph {
  const mapNode = (node: GraphNode): GraphNode => {
    const inner = node.inner && { ...node.inner, nodes: new Map([...node.inner.nodes].map(([id, inside]) => [id, mapNode(inside)])) };
    return { ...node, ...(inner ? { inner } : {}), config: configOfHere(node.kind.key, node.config, idMap), onError: policyOfHere(node.onError, idMap) };
  };
  return Object.keys({ ...idMap.workflows, ...idMap.models, ...idMap.datasets, ...idMap.bots }).length === 0 ? graph : { ...graph, nodes: new Map([...graph.nodes].map(([id, node]) => [id, mapNode(node)])) };
}

function configOfHere(key: string, config: unknown, { workflows = {}, models = {}, datasets = {}, bots = {} }: WorkflowIdMap): unknown {
  const here = (id: string): string => workflows[id] ?? id;
  // Each kind read its own configuration.
  if (key === 'subworkflow' && config !== undefined) {
    const node = config as SubworkflowConfig;
    return { ...node, workflowId: here(node.workflowId) };
  }
  if (key === 'callBot' && config !== undefined) {
    const node = config as CallBotConfig;
    return { ...node, botId: bots[node.botId] ?? node.botId };
  }
  if (worksWithDatasets(key) && config !== undefined) {
    const node = config as DatasetConfig;
    return { ...node, datasetParam: { ...node.datasetParam, datasetList: node.datasetParam.datasetList.map((id) => datasets[id] ?? id) } };
  }
  const settings = settingsOf(key, config);
  if (settings === undefined) return config;
  const node = config as LlmConfig | IntentConfig | QuestionConfig;
  const asked = { ...node, llmParam: { ...node.llmParam, modelType: models[settings.modelType] ?? settings.modelType } };
  if (!('fcParam' in asked)) return asked;
  const workflowList = asked.fcParam.workflowFCParam.workflowList.map((tool) => ({ ...tool, workflow_id: here(tool.workflow_id) }));
  const { knowledgeFCParam } = asked.fcParam;
  const knowledgeList = knowledgeFCParam.knowledgeList.map(({ id }) => ({ id: datasets[id] ?? id }));
  return { ...asked, fcParam: { ...asked.fcParam, workflowFCParam: { workflowList }, knowledgeFCParam: { ...knowledgeFCParam, knowledgeList } } };
}

function policyOfHere(policy: ErrorPolicy, { models = {} }: WorkflowIdMap): ErrorPolicy {
  const modelType = models[backupId(policy)];
  return modelType === undefined ? policy : { ...policy, backupModel: { ...policy.backupModel, modelType } };
}

/** How a node asks a model, where it does. */
function settingsOf(key: string, config: unknown): ModelSettings | undefined {
  if (config === undefined || (key !== 'llm' && key !== 'intent' && key !== 'question')) return undefined;
  return (config as LlmConfig | IntentConfig | QuestionConfig).llmParam;
}
