import type { WorkflowFile } from '@buckle/contract';
import { parsedJson } from '../../shared/parsed-json.ts';
import { type ReadCanvas, readCanvasText } from './read-canvas-text.ts';

/** What a pasted text or a chosen file was found to be. */
export type ReadImport =
  | ReadCanvas
  /** Workflows that were exported; whether they hold together, the server says. */
  | { readonly file: WorkflowFile }
  /** Exported by a Buckle that writes another form. */
  | { readonly otherVersion: string }
  /** It says that it holds workflows, but does not. */
  | { readonly isBroken: true };

/** Reads what can be imported: an exported file, or a canvas. */
export function readImportText(text: string): ReadImport {
  const value = parsedJson(text);
  if (value === null || typeof value !== 'object' || Reflect.get(value, 'format') !== 'buckle.workflows') return readCanvasText(text);
  const version: unknown = Reflect.get(value, 'format_version');
  if (version !== 1) return { otherVersion: String(version) };
  return isFile(value) ? { file: value } : { isBroken: true };
}

/** Whether it has what is shown of it here. */
function isFile(value: object): value is WorkflowFile {
  return areNamed(Reflect.get(value, 'workflows')) && areNamed(Reflect.get(value, 'models')) && (value as WorkflowFile).workflows.length > 0;
}

function areNamed(list: unknown): boolean {
  return Array.isArray(list) && list.every((entry: unknown) => entry !== null && typeof entry === 'object' && typeof Reflect.get(entry, 'name') === 'string');
}
