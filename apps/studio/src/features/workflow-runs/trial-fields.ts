import { type CanvasDocument, expressionsIn, type Field, type GraphNode, nodesIn, readGraph } from '@buckle/canvas';
import { nodesIn as canvasNodesIn } from './canvas-nodes.ts';

/** Why a node cannot be tried alone, as the words name it; `title` is of the loop or batch that it lies in. */
export type TrialObstacle = { readonly reason: 'end' | 'note' | 'control' } | { readonly reason: 'inside'; readonly title: string };

/** What a node on trial is asked for. */
export interface TrialFields {
  readonly inputs: readonly Field[];
  /** Nodes that it refers to outside of its inputs, by what they give. */
  readonly sources: readonly TrialSource[];
}

interface TrialSource {
  readonly nodeId: string;
  /** Called as the node is, so that no two are called the same. */
  readonly field: Field;
}

const obstacles: Readonly<Record<string, 'end' | 'note' | 'control'>> = { start: 'end', end: 'end', break: 'control', continue: 'control' };

/** What keeps a node from being tried alone; undefined where nothing does. */
export function trialObstacle({ nodes }: Pick<CanvasDocument, 'nodes'>, nodeId: string, kind: string | undefined): TrialObstacle | undefined {
  const around = nodes.find(({ blocks = [] }) => canvasNodesIn(blocks).some(({ id }) => id === nodeId));
  if (kind === undefined) return { reason: 'note' };
  const reason = obstacles[kind];
  if (reason !== undefined) return { reason };
  return around && { reason: 'inside', title: around.data?.nodeMeta?.title || around.id };
}

/** The fields of a node on trial, and what keeps it from being tried. */
export function trialOf(document: CanvasDocument, nodeId: string): TrialFields | TrialObstacle {
  const { graph } = readGraph(document);
  const all = new Map(nodesIn(graph).map((node) => [node.id, node]));
  const node = all.get(nodeId);
  const obstacle = trialObstacle(document, nodeId, node?.kind.key);
  if (obstacle !== undefined || node === undefined) return obstacle ?? { reason: 'note' };
  const inputs = [...node.inputs, ...(node.batch?.lists ?? [])].map(({ name, value }): Field => ({
    name, type: value.type, required: false, ...(value.expression === 'literal' && { defaultValue: value.value }),
  }));
  return { inputs, sources: sourcesOf(node, all) };
}

function sourcesOf(node: GraphNode, all: ReadonlyMap<string, GraphNode>): TrialSource[] {
  const inside = node.inner === undefined ? [] : nodesIn(node.inner);
  const own = new Set([node.id, ...inside.map(({ id }) => id)]);
  const read = [ownSettings(node.config), ...inside.map(({ config, inputs, batch, gathers }) => [config, inputs, batch?.lists, gathers])];
  const ids = new Set([...expressionsIn(read)].flatMap(({ value }) => (value.expression === 'output' && !own.has(value.node) ? [value.node] : [])));
  const sources = [...ids].flatMap((id) => all.get(id) ?? []);
  return sources.map(({ id, title, outputs }) => {
    const isAlone = sources.every((other) => other.id === id || other.title !== title);
    return { nodeId: id, field: { name: isAlone ? title : `${title} (${id})`, type: { kind: 'object', fields: outputs }, required: false } };
  });
}

/** Settings without the inputs, which are asked for by themselves. */
function ownSettings(config: unknown): unknown {
  return config !== null && typeof config === 'object' ? { ...config, inputParameters: undefined } : config;
}
