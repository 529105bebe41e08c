import { type Expression, expressionsIn, type Graph, type GraphNode, nodesIn, type WorkflowGraph } from '@buckle/canvas';
import { codes, NodeError } from './errors.ts';
import { compileExpression, NodeExpressions, type Resolve } from './evaluate.ts';
import { filesNamedIn } from './file-values.ts';
import type { NodeRunner } from './node-runner.ts';
import { EXIT, type Plan, type PlanEdge, type PlanGather, type PlanGraph, type PlanInput, type PlanNode, type Target } from './plan.ts';

/** The runners of nodes, by the keys of their kinds. */
export type NodeRegistry = ReadonlyMap<string, NodeRunner>;

/** A graph that is being compiled, with those around it. */
interface Level {
  readonly graph: Graph;
  /** The numbers of its nodes by their ids. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly outside: Level | undefined;
}

/**
 * Makes a plan of a graph that was found runnable. Throws a `NodeError` for a node that no runner of
 * the registry can run.
 */
export function compilePlan(graph: WorkflowGraph, registry: NodeRegistry, about?: Plan['about']): Plan {
  const start = [...graph.nodes.values()].find(({ kind }) => kind.key === 'start');
  if (start === undefined) throw new NodeError(codes.input, 'The workflow has no start node.');
  const { compiled } = new Compiler(registry).graph(graph, start.id, undefined);
  return { graph: compiled, inputs: graph.inputs, isAnswer: endsWithAnswer(compiled), usesVariables: usesVariables(graph), files: filesOf(graph), about };
}

function usesVariables(graph: WorkflowGraph): boolean {
  return valuesOf(graph).some((value) => value.expression === 'variable' && value.scope !== 'system');
}

function valuesOf(graph: WorkflowGraph): readonly Expression[] {
  return nodesIn(graph).flatMap(({ config, inputs, batch, gathers }) => [...expressionsIn([config, inputs, batch?.lists, gathers])].map(({ value }) => value));
}

/** What stands in a graph, as a value or as the default of an input, as the id of an uploaded file. */
function filesOf(graph: WorkflowGraph): readonly string[] {
  const given = valuesOf(graph).flatMap((value) => (value.expression === 'literal' ? [value.value] : []));
  return [...given, ...graph.inputs.map(({ defaultValue }) => defaultValue)].flatMap(filesNamedIn);
}

function endsWithAnswer({ nodes }: PlanGraph): boolean {
  const config = nodes.find(({ node }) => node.kind.key === 'end')?.node.config;
  return config !== null && typeof config === 'object' && Reflect.get(config, 'terminatePlan') === 'useAnswerContent';
}

class Compiler {
  readonly #registry: NodeRegistry;

  constructor(registry: NodeRegistry) {
    this.#registry = registry;
  }

  /** `beginning` is the id of the start node, or that of the loop or batch around. */
  graph(graph: Graph, beginning: string, outside: Level | undefined): { compiled: PlanGraph; level: Level } {
    const order = inOrder(graph, beginning);
    const numbers = new Map(order.map((node, index) => [node.id, index]));
    const level: Level = { graph, numbers, outside };
    const lines = graph.edges.filter(({ source, target: to }) => numbers.has(source) && (numbers.has(to) || to === graph.owner));
    const nodes: PlanNode[] = [];
    // From the last to the first: whether a node's texts are read as they are written, those after it know.
    for (const node of order.toReversed()) {
      const edges = lines.filter(({ source }) => source === node.id).map(({ port, target: to }): PlanEdge => {
        const number = numbers.get(to) ?? EXIT;
        const reader = nodes[number];
        return { port, target: number, isEarly: reader !== undefined && this.#readsEarly(reader, node) };
      });
      const index = numbers.get(node.id) ?? 0;
      nodes[index] = this.#node(node, index, level, edges, lines.filter(({ target: to }) => to === node.id).length);
    }
    const start = numbers.get(beginning);
    const first = start === undefined ? graph.edges.filter(({ source }) => source === beginning).map(({ target: to }) => numbers.get(to) ?? EXIT) : [start];
    return { compiled: { nodes, first: [...new Set(first)].filter((number) => number !== EXIT) }, level };
  }

  #node(node: GraphNode, index: number, level: Level, edges: readonly PlanEdge[], incoming: number): PlanNode {
    const runner = this.#registry.get(node.kind.key);
    if (runner === undefined) {
      const part = node.kind.waitsFor === undefined ? '' : `: it waits for ${node.kind.waitsFor}`;
      throw new NodeError(codes.input, `"${node.title}" cannot run in this Buckle${part}.`);
    }
    const resolve: Resolve = (wanted) => (wanted === node.id && node.inner === undefined ? 'own' : targetOf(wanted, level));
    return {
      index,
      node,
      runner,
      expressions: new NodeExpressions(resolve),
      inputs: node.inputs.map((input) => planInput(input, resolve)),
      ...(node.batch ? { batch: { mode: node.batch, lists: node.batch.lists.map((input) => planInput(input, resolve)) } } : {}),
      edges,
      incoming,
      isStreamed: edges.some(({ isEarly }) => isEarly),
      ...(node.inner ? this.#inside(node, node.inner, level) : { gathers: [] }),
    };
  }

  #inside(node: GraphNode, graph: Graph, outside: Level): Pick<PlanNode, 'inner' | 'gathers'> {
    const { compiled, level } = this.graph(graph, node.id, outside);
    // Of a variable of the loop itself only the last value counts, which the loop knows.
    const fromInside = (node.gathers ?? []).filter(({ value }) => value.expression !== 'output' || value.node !== node.id);
    const gathers = fromInside.map(({ name, value }): PlanGather => ({ name, evaluate: compileExpression(value, (wanted) => targetOf(wanted, level)) }));
    return { inner: compiled, gathers };
  }

  /** Whether a node may begin while another still writes: it reads what that writes, and goes on with it. */
  #readsEarly(reader: PlanNode, writer: GraphNode): boolean {
    const runner = this.#registry.get(writer.kind.key);
    // What may yet fail and go another way, or be repeated for each element, is whole first.
    if (writer.onError.mode !== 'throw' || writer.batch !== undefined || reader.node.batch !== undefined) return false;
    if (!reader.runner.readsStreams?.(reader.node.config, reader.isStreamed)) return false;
    const written = runner?.writesStreams?.(writer) ?? [];
    return referencesOf(reader.node).some(({ node, path }) => node === writer.id && path.length === 1 && written.includes(String(path[0])));
  }
}

function planInput({ name, value }: { readonly name: string; readonly value: Expression }, resolve: Resolve): PlanInput {
  return { name, type: value.type, evaluate: compileExpression(value, resolve) };
}

function referencesOf({ config, inputs }: GraphNode): readonly Extract<Expression, { expression: 'output' }>[] {
  return [...expressionsIn(inputs), ...expressionsIn(config)].flatMap(({ value }) => (value.expression === 'output' ? [value] : []));
}

/** Where a node stands, seen from a level: in it, around it, or further out. */
function targetOf(wanted: string, level: Level): Target | undefined {
  let up = 0;
  for (let at: Level | undefined = level; at !== undefined; at = at.outside, up += 1) {
    const index = at.numbers.get(wanted);
    if (index !== undefined) return { up, index };
    if (at.graph.owner === wanted) return { up, index: 'frame' };
  }
  return undefined;
}

/** The nodes that a line from the beginning leads to, each after those before it. */
function inOrder({ nodes, edges }: Graph, beginning: string): readonly GraphNode[] {
  const next = new Map<string, string[]>();
  for (const { source, target: to } of edges) {
    const targets = next.get(source);
    if (targets) targets.push(to);
    else next.set(source, [to]);
  }
  const done = new Set<string>([beginning]);
  const order: GraphNode[] = [];
  const open: { readonly id: string; next: number }[] = [{ id: beginning, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const to = next.get(top.id)?.[top.next];
    top.next += 1;
    if (to === undefined) {
      const node = nodes.get(top.id);
      if (node) order.push(node);
      open.pop();
    } else if (!done.has(to) && nodes.has(to)) {
      done.add(to);
      open.push({ id: to, next: 0 });
    }
  }
  return order.toReversed();
}
