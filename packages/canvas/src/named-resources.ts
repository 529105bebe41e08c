import type { KnowledgeDeleteConfig, KnowledgeSearchConfig, KnowledgeWriteConfig } from './node-kinds/knowledge.ts';
import type { LlmConfig, ModelSettings } from './node-kinds/llm.ts';
import type { CallBotConfig } from './node-kinds/own.ts';
import type { SubworkflowConfig } from './node-kinds/subworkflow.ts';
import { nodesIn } from './validate.ts';
import type { GraphNode, WorkflowGraph } from './workflow-graph.ts';

/** What a document names by ids that mean nothing elsewhere. */
export const resourceKinds = ['workflows', 'models', 'datasets', 'bots'] as const;

export type ResourceKind = (typeof resourceKinds)[number];

/** Something that a node names by its id. */
export interface NamedResource {
  readonly kind: ResourceKind;
  readonly id: string;
  /** What the document calls it; empty where it says the id alone. */
  readonly name: string;
  readonly nodeId: string;
  readonly title: string;
}

/** What the nodes of a graph name, each thing once for a node. */
export function namedResources(graph: WorkflowGraph): readonly NamedResource[] {
  return nodesIn(graph).flatMap((node) => {
    const named = [...modelsOf(node), ...othersOf(node)].filter(({ id }) => id !== '');
    const byKey = new Map(named.map((resource) => [`${resource.kind} ${resource.id}`, resource]));
    return [...byKey.values()].map((resource) => ({ ...resource, nodeId: node.id, title: node.title }));
  });
}

type Named = Pick<NamedResource, 'kind' | 'id' | 'name'>;

/** The model that a node asks, and the one that stands in for it. */
function modelsOf({ kind: { key }, config, onError: { backupModel } }: GraphNode): readonly Named[] {
  if (config === undefined || (key !== 'llm' && key !== 'intent' && key !== 'question')) return [];
  // Each kind read its own configuration.
  const { llmParam } = config as { readonly llmParam: ModelSettings };
  return [
    { kind: 'models', id: llmParam.modelType, name: llmParam.modleName || llmParam.modelName },
    { kind: 'models', id: plain(backupModel?.['modelType']), name: plain(backupModel?.['modelName']) },
  ];
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function othersOf({ kind: { key }, config, title }: GraphNode): readonly Named[] {
  if (config === undefined) return [];
  // Each kind read its own configuration.
  switch (key) {
    case 'subworkflow':
      // Coze calls the node as it calls the workflow.
      return [{ kind: 'workflows', id: (config as SubworkflowConfig).workflowId, name: title }];
    case 'callBot':
      return [{ kind: 'bots', id: (config as CallBotConfig).botId, name: '' }];
    case 'knowledgeSearch':
    case 'knowledgeWrite':
    case 'knowledgeDelete':
      return datasets((config as KnowledgeSearchConfig | KnowledgeWriteConfig | KnowledgeDeleteConfig).datasetParam.datasetList);
    case 'llm': {
      const { workflowFCParam, knowledgeFCParam } = (config as LlmConfig).fcParam;
      const tools = workflowFCParam.workflowList.map(({ workflow_id: id }): Named => ({ kind: 'workflows', id, name: '' }));
      return [...tools, ...datasets(knowledgeFCParam.knowledgeList.map(({ id }) => id))];
    }
    default:
      return [];
  }
}

function datasets(ids: readonly string[]): readonly Named[] {
  return ids.map((id) => ({ kind: 'datasets', id, name: '' }));
}
