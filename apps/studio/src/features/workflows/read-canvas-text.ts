import { InvalidCanvas, nodesIn, parseCanvas, type Problem, validateCanvas } from '@buckle/canvas';

/** What a pasted text was found to be. */
export type ReadCanvas =
  | { readonly canvas: Record<string, unknown>; readonly nodes: number; readonly lines: number; readonly problems: readonly Problem[] }
  /** No canvas at all; says why, in English. */
  | { readonly reason: string };

/**
 * Reads a canvas from its JSON, be it bare, or inside of what Coze hands out: the clipboard of its
 * studio (`json`), or an answer of its API (`data`, `schema`, `schema_json`, `canvas`).
 */
export function readCanvasText(text: string): ReadCanvas {
  try {
    const canvas = unwrapped(JSON.parse(text));
    const document = parseCanvas(canvas);
    const { graph, problems } = validateCanvas(document);
    const lines = (document.edges?.length ?? 0) + document.nodes.reduce((sum, node) => sum + (node.edges?.length ?? 0), 0);
    // It was read just now, so it is an object.
    return { canvas: canvas as Record<string, unknown>, nodes: nodesIn(graph).length, lines, problems };
  } catch (error) {
    if (error instanceof InvalidCanvas || error instanceof SyntaxError) return { reason: error.message };
    throw error;
  }
}

const wrappings = ['json', 'data', 'schema', 'schema_json', 'canvas', 'workflow'] as const;

/** Takes off what lies around a canvas, which may be JSON inside of JSON. */
function unwrapped(value: unknown, depth = 0): unknown {
  if (typeof value === 'string' && depth > 0) return unwrapped(JSON.parse(value), depth + 1);
  if (value === null || typeof value !== 'object' || 'nodes' in value || depth > 6) return value;
  const inner = wrappings.map((name): unknown => Reflect.get(value, name)).find((each) => each !== undefined && each !== null);
  return inner === undefined ? value : unwrapped(inner, depth + 1);
}
