import type { IdleSetting } from './node-kind.ts';

/** What may be wrong with a canvas. */
export type ProblemCode =
  | 'missing_start' | 'missing_end' | 'duplicate_id' | 'unknown_kind' | 'not_available' | 'misplaced_node' | 'invalid_setting'
  | 'edge_to_nothing' | 'edge_across_levels' | 'unknown_port' | 'edge_into_start' | 'edge_out_of_end' | 'cycle' | 'unreachable'
  | 'unconnected_port' | 'missing_value' | 'unknown_node' | 'unknown_output' | 'not_before' | 'wrong_type' | 'unknown_input'
  | 'duplicate_name' | 'missing_name' | 'unknown_resource' | 'unknown_model' | 'no_chat_model' | 'invalid_default' | 'idle_setting';

/** Something wrong with a canvas: an error keeps it from being published and run, a warning does not. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  /** Says in English what is wrong and what to do. */
  readonly message: string;
  /** The node that it is about; absent where it is about the whole. */
  readonly node_id?: string;
  /** The place in the node's data, like `inputs.inputParameters.0`. */
  readonly field?: string;
  /** What the message names, for a message in another language. */
  readonly values: Readonly<Record<string, string>>;
}

/** What is done in spite of a setting that has no effect. */
const instead: Readonly<Record<string, string>> = {
  isPersonalOnly: 'all documents of the data sets are searched, whoever added them',
  useNl2sql: 'tables are searched row by row, as texts are',
  imageExtraction: 'pictures inside the file are left out',
  imageOcr: 'words in pictures are not read',
} satisfies Readonly<Record<IdleSetting, string>>;

type Say = (values: Readonly<Record<string, string>>) => string;

const messages: Record<ProblemCode, Say> = {
  missing_start: () => 'There is no start node: a workflow begins with the node 100001.',
  missing_end: () => 'There is no end node: a workflow ends with the node 900001.',
  duplicate_id: ({ id }) => `Two nodes have the id ${id}: give one of them another.`,
  unknown_kind: ({ type }) => `Buckle knows no kind of node with the number ${type}.`,
  not_available: ({ title, part }) => `"${title}" waits for ${part}, which this Buckle does not have yet: take it out to run the workflow.`,
  misplaced_node: ({ title, place }) => `"${title}" must be ${place}.`,
  invalid_setting: ({ title, reason }) => `A setting of "${title}" ${reason}.`,
  edge_to_nothing: ({ id }) => `A line leads from or to the node ${id}, which does not exist.`,
  edge_across_levels: ({ title }) => `A line of "${title}" leads into or out of a loop or batch: it must stay inside or outside.`,
  unknown_port: ({ title, port }) => `"${title}" has no exit ${port} for this line to begin at.`,
  edge_into_start: () => 'A line leads to the start node, where nothing can come before.',
  edge_out_of_end: ({ title }) => `A line leads out of "${title}", after which nothing runs.`,
  cycle: ({ titles }) => `These nodes wait for each other in a circle: ${titles}. Use a loop node to repeat.`,
  unreachable: ({ title }) => `No line leads to "${title}", so it never runs.`,
  unconnected_port: ({ title, port }) => `Nothing follows the exit ${port} of "${title}".`,
  missing_value: ({ title, input }) => `"${title}" has no value for ${input}.`,
  unknown_node: ({ title, input, id }) => `${input} of "${title}" refers to the node ${id}, which does not exist here.`,
  unknown_output: ({ title, input, source, path }) => `${input} of "${title}" refers to ${path} of "${source}", which gives no such value.`,
  not_before: ({ title, input, source }) => `${input} of "${title}" refers to "${source}", which does not come before it.`,
  wrong_type: ({ title, input, from, to }) => `${input} of "${title}" is of type ${to} and gets a value of type ${from}, which cannot be converted.`,
  unknown_input: ({ title, slot }) => `A text of "${title}" names ${slot}, which is none of its inputs.`,
  duplicate_name: ({ title, name }) => `"${title}" has two values with the name ${name}.`,
  missing_name: ({ title }) => `"${title}" has a value without a name.`,
  unknown_resource: ({ title, resource, id }) => `"${title}" uses the ${resource} ${id}, which is not here: choose another, or map its id.`,
  unknown_model: ({ title, id }) => `"${title}" names the model ${id}, which is not here: the default of the workspace answers until you choose another, or map its id.`,
  no_chat_model: ({ title, id }) => `"${title}" asks the model ${id}, which is no chat model: choose another.`,
  idle_setting: ({ title, setting }) => `The setting ${setting} of "${title}" has no effect here: ${instead[setting ?? '']}.`,
  invalid_default: ({ title, name }) => `The default of ${name} of "${title}" does not fit its type.`,
};

/** Where a problem is. */
export interface ProblemPlace {
  readonly nodeId?: string | undefined;
  readonly field?: string | undefined;
}

/** An error of a canvas. */
export function problem(code: ProblemCode, values: Readonly<Record<string, string>> = {}, place: ProblemPlace = {}): Problem {
  return make('error', code, values, place);
}

/** A warning about a canvas. */
export function warning(code: ProblemCode, values: Readonly<Record<string, string>> = {}, place: ProblemPlace = {}): Problem {
  return make('warning', code, values, place);
}

function make(severity: Problem['severity'], code: ProblemCode, values: Problem['values'], { nodeId, field }: ProblemPlace): Problem {
  return {
    code,
    severity,
    message: messages[code](values),
    ...(nodeId === undefined ? {} : { node_id: nodeId }),
    ...(field === undefined ? {} : { field }),
    values,
  };
}

/** Whether a canvas with these problems may be published and run. */
export function isRunnable(problems: readonly Problem[]): boolean {
  return problems.every(({ severity }) => severity === 'warning');
}
