import type { CanvasDocument } from '@buckle/canvas';
import { copyNodes, cornerOf, pasteNodes, readFragment, writeFragment } from './document/clipboard.ts';
import type { DocumentEditor } from './document/document-editor.ts';
import { disconnect } from './document/edit-lines.ts';
import { deleteNodes, moveNodes } from './document/edit-nodes.ts';
import { type Point, positionOf } from './document/geometry.ts';
import { ownerOf, placeOf, placesIn } from './document/levels.ts';
import { freeExit, type Wanted } from './document/place-node.ts';
import type { CanvasHandle } from './flow/canvas.tsx';
import type { Command, Editing, Looking } from './keyboard.ts';
import type { KeyActions } from './use-keys.ts';

/** What commands work with. */
export interface Bench {
  readonly editor: DocumentEditor;
  readonly isReadOnly: boolean;
  readonly canvas: CanvasHandle;
  readonly openPalette: (wanted: Wanted) => void;
  readonly openForm: (id: string) => void;
  /** Goes one step back: closes what is open, at last the selection. */
  readonly leave: () => void;
  readonly openHelp: () => void;
  readonly save: () => void;
  /** Says that there was nothing to paste. */
  readonly sayNothingPasted: () => void;
}

/** So far from the original a copy lies. */
const ASIDE = 40;

/** What keys and the clipboard do. */
export function commandsOf(bench: Bench): KeyActions {
  const { editor, isReadOnly, canvas } = bench;
  const selection = canvas.selection();
  const change = (document: CanvasDocument, selected: readonly string[], subject?: string): void => {
    editor.apply(document, subject);
    canvas.select(selected);
  };
  const remove = (): void => change(deleteNodes(disconnect(editor.document, new Set(selection.lines)), selection.nodes), []);
  const edits: Readonly<Record<Editing, () => void>> = {
    add: () => bench.openPalette(behind(editor.document, selection.nodes, canvas)),
    remove: () => {
      remove();
      canvas.focus();
    },
    undo: editor.undo,
    redo: editor.redo,
    duplicate: () => duplicate(bench, selection.nodes),
    save: bench.save,
  };
  const looks: Readonly<Record<Looking, () => boolean | void>> = {
    open: () => openForm(bench),
    leave: bench.leave,
    all: () => canvas.select(placesIn(editor.document).map(({ node }) => node.id)),
    fit: canvas.fit,
    zoomIn: canvas.zoomIn,
    zoomOut: canvas.zoomOut,
    help: bench.openHelp,
  };
  const run = (command: Command): boolean => {
    if (typeof command === 'object') return !isReadOnly && move(bench, command);
    if (isOf(looks, command)) return looks[command]() !== false;
    if (isReadOnly) return false;
    edits[command]();
    return true;
  };
  return {
    run,
    copy: () => {
      const fragment = copyNodes(editor.document, selection.nodes);
      return fragment.nodes.length === 0 ? undefined : writeFragment(fragment);
    },
    cut: () => {
      if (!isReadOnly) remove();
    },
    paste: (text) => {
      const fragment = readFragment(text);
      if (isReadOnly) return;
      if (fragment === undefined || fragment.nodes.length === 0) {
        bench.sayNothingPasted();
        return;
      }
      const { x, y } = canvas.middle();
      const at = asideOf(editor.document, { x: Math.round(x - 130), y: Math.round(y - 60) });
      const pasted = pasteNodes(editor.document, fragment, { at });
      change(pasted.document, pasted.ids);
    },
  };
}

function isOf(looks: Readonly<Record<Looking, unknown>>, command: Looking | Editing): command is Looking {
  return command in looks;
}

/** Says whether there is one node whose form can be opened. */
function openForm({ canvas, openForm: open }: Bench): boolean {
  const [id, ...others] = canvas.selection().nodes;
  if (id === undefined || others.length > 0) return false;
  open(id);
  return true;
}

/** Moves what is selected; says whether anything is. */
function move({ editor, canvas }: Bench, { moveX, moveY }: { readonly moveX: number; readonly moveY: number }): boolean {
  const ids = canvas.selection().nodes;
  if (ids.length > 0) editor.apply(shifted(editor.document, ids, { x: moveX, y: moveY }), `move ${ids.join(' ')}`);
  return ids.length > 0;
}

/** Where the next node comes: behind the one that is selected, else in the middle of what is seen. */
export function behind(document: CanvasDocument, ids: readonly string[], canvas: CanvasHandle): Wanted {
  const [id, ...others] = ids;
  const port = id === undefined || others.length > 0 ? undefined : freeExit(document, id);
  return port === undefined ? { place: 'free', around: canvas.middle() } : { place: 'behind', port };
}

/** Puts copies of nodes beside them, in their group. */
export function duplicate({ editor, canvas }: Pick<Bench, 'editor' | 'canvas'>, ids: readonly string[]): void {
  const fragment = copyNodes(editor.document, ids);
  if (fragment.nodes.length === 0) return;
  const owners = new Set(ids.map((id) => ownerOf(editor.document, id)));
  const { x, y } = cornerOf(fragment);
  const pasted = pasteNodes(editor.document, fragment, { at: { x: x + ASIDE, y: y + ASIDE }, owner: owners.size === 1 ? [...owners][0] : undefined });
  editor.apply(pasted.document);
  canvas.select(pasted.ids);
}

function shifted(document: CanvasDocument, ids: readonly string[], { x, y }: Point): CanvasDocument {
  const wanted = new Set(ids);
  const places = ids.flatMap((id) => placeOf(document, id) ?? []).filter(({ around }) => !around.some((group) => wanted.has(group.id)));
  return moveNodes(document, new Map(places.map(({ node }) => {
    const at = positionOf(node);
    return [node.id, { x: at.x + x, y: at.y + y }];
  })));
}

/** A place at which no other node has its corner, so that what is pasted twice is seen twice. */
function asideOf(document: CanvasDocument, at: Point): Point {
  const isTaken = document.nodes.some((node) => Math.abs(positionOf(node).x - at.x) < ASIDE / 2 && Math.abs(positionOf(node).y - at.y) < ASIDE / 2);
  return isTaken ? asideOf(document, { x: at.x + ASIDE, y: at.y + ASIDE }) : at;
}
