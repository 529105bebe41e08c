import { type CanvasDocument, InvalidCanvas, parseCanvas, type Problem, START_ID, END_ID, validateCanvas, type WorkflowGraph } from '@buckle/canvas';
import type { WorkflowIdMap } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';
import type { WorkflowSource } from './workflow-documents.ts';

/** A canvas as a call gives it. */
export type GivenCanvas = string | Readonly<Record<string, unknown>>;

/** The source of a workflow from what a call gives. Throws `BadRequest` where that is no canvas at all. */
export function sourceOf(given: GivenCanvas | undefined, idMap: WorkflowIdMap): WorkflowSource {
  if (given === undefined) return { canvas: emptyCanvas(), idMap };
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
  const input = { type: 'string', value: { type: 'ref', content: { source: 'block-output', blockID: START_ID, name: 'input' } } };
  return {
    nodes: [
      { id: START_ID, type: '1', meta: { position: { x: 0, y: 0 } }, data: { nodeMeta: { title: 'Start' }, outputs: [{ name: 'input', type: 'string', required: false }] } },
      {
        id: END_ID,
        type: '2',
        meta: { position: { x: 600, y: 0 } },
        data: { nodeMeta: { title: 'End' }, inputs: { terminatePlan: 'returnVariables', inputParameters: [{ name: 'output', input }] } },
      },
    ],
    edges: [{ sourceNodeID: START_ID, targetNodeID: END_ID }],
    versions: { loop: 'v2', batch: 'v2' },
  };
}
