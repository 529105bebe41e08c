/** A value of a canvas: given, or from a node before. */
export type Value = Readonly<Record<string, unknown>>;

/** A variable of a canvas: what a start takes, or a node gives. */
export type Variable = Readonly<Record<string, unknown>>;

/** The room that a node has, in pixels. */
const COLUMN = 360;
const ROW = 180;

interface NodeParts {
  readonly title: string;
  /** Where it stands, in columns and rows. */
  readonly at: readonly [column: number, row: number];
  readonly inputs?: object;
  readonly outputs?: readonly unknown[];
  readonly blocks?: readonly unknown[];
  readonly edges?: readonly unknown[];
}

/** A node of a canvas. */
export function node(id: string, type: string, { title, at: [column, row], inputs, outputs, blocks, edges }: NodeParts): unknown {
  const position = { x: column * COLUMN, y: row * ROW };
  return { id, type, meta: { position }, data: { nodeMeta: { title }, ...(outputs && { outputs }), ...(inputs && { inputs }) }, ...(blocks && { blocks }), ...(edges && { edges }) };
}

/** Where every workflow begins. */
export function start(title: string, ...outputs: readonly Variable[]): unknown {
  return node('100001', '1', { title, at: [0, 0], outputs });
}

/** Where every workflow ends: with values. */
export function end(title: string, column: number, values: Readonly<Record<string, Value>>): unknown {
  return node('900001', '2', { title, at: [column, 0], inputs: { terminatePlan: 'returnVariables', inputParameters: parameters(values) } });
}

/** Where it ends with an answer in words, written while they come. */
export function endSaying(title: string, column: number, content: string, values: Readonly<Record<string, Value>>): unknown {
  const inputs = { terminatePlan: 'useAnswerContent', streamingOutput: true, inputParameters: parameters(values), content: given(content) };
  return node('900001', '2', { title, at: [column, 0], inputs });
}

/** A node that asks a model. */
export function llm(id: string, parts: Pick<NodeParts, 'title' | 'at'>, prompt: string, values: Readonly<Record<string, Value>>): unknown {
  const inputs = {
    inputParameters: parameters(values),
    llmParam: parameters({ prompt: given(prompt), systemPrompt: given('') }),
    settingOnError: { processType: 1, timeoutMs: 180_000, retryTimes: 1 },
  };
  return node(id, '3', { ...parts, inputs, outputs: [variable('output', 'string')] });
}

/** A node that writes a text from values. */
export function text(id: string, parts: Pick<NodeParts, 'title' | 'at'>, template: string, values: Readonly<Record<string, Value>> = {}): unknown {
  const inputs = { method: 'concat', inputParameters: parameters(values), concatParams: parameters({ concatResult: given(template) }) };
  return node(id, '15', { ...parts, inputs, outputs: [variable('output', 'string')] });
}

/** A node that gives the first of some texts that is there: where branches meet. */
export function firstOf(id: string, parts: Pick<NodeParts, 'title' | 'at'>, ...ids: readonly string[]): unknown {
  return node(id, '32', { ...parts, inputs: { mergeGroups: [{ name: 'output', variables: ids.map((source) => from(source, 'output')) }] }, outputs: [variable('output', 'string')] });
}

/** A line from a node, or from a port of it (`id:port`), to another. */
export function line(source: string, target: string): unknown {
  const [sourceNodeID, sourcePortID = ''] = source.split(':');
  const [targetNodeID, targetPortID] = target.split(':');
  return { sourceNodeID, targetNodeID, sourcePortID, ...(targetPortID !== undefined && { targetPortID }) };
}

export function variable(name: string, type: string, more: object = {}): Variable {
  return { name, type, ...more };
}

export function given(content: string): Value {
  return { type: 'string', value: { type: 'literal', content } };
}

/** A value from an output of a node before. */
export function from(blockID: string, name: string, type = 'string', schema?: object): Value {
  return { type, ...(schema && { schema }), value: { type: 'ref', content: { source: 'block-output', blockID, name } } };
}

export function parameters(values: Readonly<Record<string, Value>>): readonly unknown[] {
  return Object.entries(values).map(([name, input]) => ({ name, input }));
}

/** A canvas of nodes and lines. */
export function canvas(nodes: readonly unknown[], edges: readonly unknown[]): Record<string, unknown> {
  return { nodes, edges, versions: { loop: 'v2', batch: 'v2' } };
}
