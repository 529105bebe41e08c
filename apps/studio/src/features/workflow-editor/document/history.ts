import type { CanvasDocument } from '@buckle/canvas';

/** How many steps can be taken back. */
const MOST_STEPS = 200;

/** What was done to a document, for taking it back. */
export interface History {
  readonly present: CanvasDocument;
  readonly past: readonly CanvasDocument[];
  readonly future: readonly CanvasDocument[];
  /** What the last step was done to, where more of the same joins it: typing into one field is one step. */
  readonly subject?: string | undefined;
}

/** A document to which nothing was done yet. */
export function historyOf(document: CanvasDocument): History {
  return { present: document, past: [], future: [] };
}

/** Keeps a new state of the document. One with the subject of the step before joins that. */
export function record(history: History, document: CanvasDocument, subject?: string): History {
  if (document === history.present) return history;
  const joins = subject !== undefined && subject === history.subject;
  const past = joins ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { present: document, past, future: [], subject };
}

/** Takes the last step back. */
export function undo({ present, past, future }: History): History {
  const before = past.at(-1);
  return before === undefined ? { present, past, future } : { present: before, past: past.slice(0, -1), future: [present, ...future] };
}

/** Takes it forth again. */
export function redo({ present, past, future }: History): History {
  const [next, ...rest] = future;
  return next === undefined ? { present, past, future } : { present: next, past: [...past, present], future: rest };
}

/**
 * The place at which two values differ by the text or number that stands there and by nothing else, such as
 * `data.inputs.code`: what typing changes. Undefined where they differ otherwise.
 */
export function typedPlace(before: unknown, after: unknown, path: readonly string[] = []): string | undefined {
  if (before === after) return undefined;
  if (isText(before) && isText(after)) return path.join('.');
  if (!isTree(before) || !isTree(after)) return undefined;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const different = [...keys].filter((key) => before[key] !== after[key]);
  const [only] = different;
  if (different.length !== 1 || only === undefined) return undefined;
  return typedPlace(before[only], after[only], [...path, only]);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
