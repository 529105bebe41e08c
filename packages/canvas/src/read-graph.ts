import { z } from 'zod';
import type { CanvasDocument, CanvasEdge, CanvasNode } from './canvas-document.ts';
import { ERROR_PORT, failing, readErrorPolicy } from './error-policy.ts';
import { type NamedExpression, readParameters, record } from './expression.ts';
import { migrate } from './migrate.ts';
import { issueClause } from './issue-clause.ts';
import { DEFAULT_PORT, type NodeKind } from './node-kind.ts';
import { nodeKinds } from './node-kinds/index.ts';
import { START_ID } from './node-kinds/start.ts';
import { problem, type Problem, type ProblemPlace, type ProblemCode } from './problem.ts';
import { ANY, BOOLEAN, type Field, readFields, STRING } from './value-type.ts';
import type { BatchMode, Graph, GraphEdge, GraphNode, WorkflowGraph } from './workflow-graph.ts';

/** A document as it was understood, with what could not be. */
export interface ReadGraph {
  readonly graph: WorkflowGraph;
  readonly problems: readonly Problem[];
}

/** What a node with an error policy that goes on gives beside its outputs. */
const errorOutputs: readonly Field[] = [
  { name: 'errorBody', type: { kind: 'object', fields: [{ name: 'errorMessage', type: STRING, required: false }, { name: 'errorCode', type: STRING, required: false }] }, required: false },
  { name: 'isSuccess', type: BOOLEAN, required: false },
];

/** Reads a document of any known shape into a graph. What is wrong with a node leaves the others readable. */
export function readGraph(document: CanvasDocument): ReadGraph {
  const reader = new GraphReader();
  const { nodes, edges } = migrate(document);
  const top = reader.read(nodes, edges ?? []);
  const start = top.nodes.get(START_ID);
  return { graph: { ...top, inputs: start?.outputs ?? [] }, problems: reader.problems };
}

class GraphReader {
  readonly problems: Problem[] = [];
  readonly #ids = new Set<string>();

  read(nodes: readonly CanvasNode[], edges: readonly CanvasEdge[], owner?: string): Graph {
    const read = new Map<string, GraphNode>();
    for (const node of nodes) {
      if (this.#ids.has(node.id)) {
        this.#report('duplicate_id', { id: node.id }, { nodeId: node.id });
        continue;
      }
      this.#ids.add(node.id);
      const kind = nodeKinds.get(node.type);
      if (kind === undefined) this.#report('unknown_kind', { type: node.type }, { nodeId: node.id });
      else if (!kind.isNote) read.set(node.id, this.#readNode(node, kind));
    }
    return { nodes: read, edges: edges.map((edge) => readEdge(edge, read.get(edge.sourceNodeID))), ...(owner === undefined ? {} : { owner }) };
  }

  #readNode(node: CanvasNode, kind: NodeKind): GraphNode {
    const source = record(node.data?.inputs);
    const title = node.data?.nodeMeta?.title || kind.key;
    const place = { nodeId: node.id };
    const config = this.#parsed(kind.config, source, title, { ...place, field: 'inputs' });
    const onError = kind.hasErrorPolicy
      ? this.#parsed(z.unknown().transform((value, context) => readPolicy(value, context)), source['settingOnError'], title, { ...place, field: 'inputs.settingOnError' })
      : undefined;
    const declared = readFields(node.data?.outputs);
    // A node whose settings cannot be read has no branches of its own, but keeps its place.
    const outputs = config === undefined ? declared : (kind.outputs?.(config, declared) ?? declared);
    const ports = config === undefined ? [DEFAULT_PORT] : (kind.ports?.(config) ?? [DEFAULT_PORT]);
    const goesOn = onError !== undefined && onError.mode !== 'throw';
    const batch = kind.hasBatchMode ? readBatch(source['batch'], declared) : undefined;
    return {
      id: node.id,
      kind,
      title,
      config,
      inputs: readInputs(node),
      outputs: goesOn ? [...outputs, ...errorOutputs.filter(({ name }) => !outputs.some((field) => field.name === name))] : outputs,
      ports: onError?.mode === 'branch' ? [...ports, ERROR_PORT] : ports,
      onError: onError ?? failing,
      ...(batch ? { batch } : {}),
      ...(kind.composite ? { inner: this.read(node.blocks ?? [], node.edges ?? [], node.id), gathers: readParameters(node.data?.outputs) } : {}),
    };
  }

  #parsed<Output>(schema: z.ZodType<Output>, value: unknown, title: string, place: ProblemPlace): Output | undefined {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      const field = [place.field ?? '', ...path.map(String)].join('.');
      this.#report('invalid_setting', { title, reason: `(${field.replace(/^inputs\./, '')}) ${issueClause(message)}` }, { ...place, field });
    }
    return undefined;
  }

  #report(code: ProblemCode, values: Readonly<Record<string, string>>, place: ProblemPlace): void {
    this.problems.push(problem(code, values, place));
  }
}

function readPolicy(value: unknown, context: z.RefinementCtx): ReturnType<typeof readErrorPolicy> {
  try {
    return readErrorPolicy(value);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    for (const { path, message } of error.issues) context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  }
}

function readInputs(node: CanvasNode): readonly NamedExpression[] {
  return readParameters(record(node.data?.inputs)['inputParameters']);
}

function readBatch(source: unknown, declared: readonly Field[]): BatchMode | undefined {
  const { batchEnable, batchSize, concurrentSize, inputLists } = record(source);
  if (batchEnable !== true) return undefined;
  const size = Number(batchSize) || 100;
  const concurrency = Number(concurrentSize) || 10;
  const [output] = declared;
  return { lists: readParameters(inputLists), size, concurrency, output: output?.name ?? 'outputList' };
}

function readEdge({ sourceNodeID, targetNodeID, sourcePortID = '' }: CanvasEdge, source: GraphNode | undefined): GraphEdge {
  return { source: sourceNodeID, port: readPort(sourcePortID, source?.kind), target: targetNodeID };
}

const BRANCH = /^true(?:_(\d+))?$/;

/** One name for each port of a kind of node, whatever the document calls it. */
export function readPort(port: string, kind: NodeKind | undefined): string {
  if (kind?.key === 'selector') {
    const branch = BRANCH.exec(port);
    if (branch) return `branch_${branch[1] ?? 0}`;
    if (port === 'false') return DEFAULT_PORT;
  }
  const isPlain = port === '' || port === DEFAULT_PORT || port.endsWith('-output');
  return isPlain ? DEFAULT_PORT : port;
}

/** The outputs of one run of a node, where `outputs` are those of its batch mode. */
export function outputsOfOne({ batch, outputs }: GraphNode): readonly Field[] {
  if (batch === undefined) return outputs;
  const list = outputs.find(({ name }) => name === batch.output)?.type;
  const item = list?.kind === 'list' ? list.item : ANY;
  return item.kind === 'object' ? item.fields : [];
}

/** The outputs of one run of a node that it gives itself, where its error policy adds others. */
export function ownOutputs(node: GraphNode): readonly Field[] {
  const outputs = outputsOfOne(node);
  return node.onError.mode === 'throw' ? outputs : outputs.filter(({ name }) => !errorOutputs.some((added) => added.name === name));
}
