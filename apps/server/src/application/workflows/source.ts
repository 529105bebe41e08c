import { type CanvasDocument, InvalidCanvas, parseCanvas, type Problem, START_ID, END_ID, validateCanvas, type WorkflowGraph } from '@buckle/canvas';
import type { WorkflowIdMap, WorkflowMode } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import type { WorkflowSource } from './workflow-documents.ts';

/** A canvas as a call gives it. */
export type GivenCanvas = string | Readonly<Record<string, unknown>>;

/** The inputs that every chatflow has: what the user says, and what the conversation is called. */
export const USER_INPUT = 'USER_INPUT';
export const CONVERSATION_NAME = 'CONVERSATION_NAME';

/** What a workflow begins with for which no canvas is given. */
export function emptySource(mode: WorkflowMode, idMap: WorkflowIdMap): WorkflowSource {
  return { canvas: mode === 'chatflow' ? emptyChatflow() : emptyCanvas(), idMap };
}

/** The source of a workflow from what a call gives. Throws `BadRequest` where that is no canvas at all. */
export function sourceOf(given: GivenCanvas, idMap: WorkflowIdMap): WorkflowSource {
  readCanvas(given);
  const canvas: unknown = typeof given === 'string' ? JSON.parse(given) : given;
  // It was read just now, so it is an object.
  return { canvas: canvas as WorkflowSource['canvas'], idMap };
}

/** Reads a source as a graph, with everything that is wrong with it. */
export function readSource({ canvas }: WorkflowSource): { readonly graph: WorkflowGraph; readonly problems: readonly Problem[] } {
  return validateCanvas(readCanvas(canvas));
}

function readCanvas(given: GivenCanvas): CanvasDocument {
  try {
    return parseCanvas(given);
  } catch (error) {
    if (error instanceof InvalidCanvas) throw new BadRequest(`canvas: ${error.message}`, { cause: error });
    throw error;
  }
}

/** What a workflow begins with: an input, and an end that gives it back. */
function emptyCanvas(): WorkflowSource['canvas'] {
  const end = { terminatePlan: 'returnVariables', inputParameters: [{ name: 'output', input: inputOf('input') }] };
  return betweenEnds([{ name: 'input', type: 'string', required: false }], end);
}

/** What a chatflow begins with: what the user says, and an end that says it back. */
function emptyChatflow(): WorkflowSource['canvas'] {
  const content = { type: 'string', value: { type: 'literal', content: '{{output}}' } };
  const end = { terminatePlan: 'useAnswerContent', inputParameters: [{ name: 'output', input: inputOf(USER_INPUT) }], content, streamingOutput: true };
  return betweenEnds([USER_INPUT, CONVERSATION_NAME].map((name) => ({ name, type: 'string', required: name === USER_INPUT })), end);
}

function inputOf(name: string): object {
  return { type: 'string', value: { type: 'ref', content: { source: 'block-output', blockID: START_ID, name } } };
}

function betweenEnds(outputs: readonly object[], inputs: object): WorkflowSource['canvas'] {
  return {
    nodes: [
      { id: START_ID, type: '1', meta: { position: { x: 0, y: 0 } }, data: { nodeMeta: { title: 'Start' }, outputs } },
      { id: END_ID, type: '2', meta: { position: { x: 600, y: 0 } }, data: { nodeMeta: { title: 'End' }, inputs } },
    ],
    edges: [{ sourceNodeID: START_ID, targetNodeID: END_ID }],
    versions: { loop: 'v2', batch: 'v2' },
  };
}
