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
  const workflows: unknown = Reflect.get(value, 'workflows');
  const named = ['models', 'datasets', 'bots'].map((kind): unknown => Reflect.get(value, kind) ?? []);
  return areNamed(workflows) && named.every(areNamed) && (value as WorkflowFile).workflows.length > 0 && (value as WorkflowFile).workflows.every(hasMap);
}

function hasMap({ id_map: idMap }: { readonly id_map: unknown }): boolean {
  return idMap !== null && typeof idMap === 'object';
}

function areNamed(list: unknown): boolean {
  return Array.isArray(list) && list.every((entry: unknown) => entry !== null && typeof entry === 'object' && typeof Reflect.get(entry, 'name') === 'string');
}
