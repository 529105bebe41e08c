import type { CanvasDocument } from '@buckle/canvas';
import { canvas, start } from '@buckle/canvas/testing';
import { expect, it } from 'vitest';
import { DocumentEditor } from './document-editor.ts';

const [a, b, c] = ['a', 'b', 'c'].map((name) => canvas([start(name)], [])) as [CanvasDocument, CanvasDocument, CanvasDocument];

/** Somebody who keeps a document, and may bring another. */
function keeperOf(document: CanvasDocument) {
  let edited = document;
  const listeners = new Set<() => void>();
  const change = (next: CanvasDocument): void => {
    edited = next;
    for (const listener of listeners) listener();
  };
  return { kept: () => ({ edited }), change, subscribe: (listener: () => void) => { listeners.add(listener); return () => listeners.delete(listener); } };
}

it('a document that is edited is kept, back and forth', () => {
  const keeper = keeperOf(a);
  const editor = new DocumentEditor(keeper);
  const stop = editor.watch();
  editor.apply(b);
  expect(keeper.kept().edited).toBe(b);
  editor.undo();
  expect([editor.document, keeper.kept().edited]).toEqual([a, a]);
  editor.redo();
  expect(keeper.kept().edited).toBe(b);
  stop();
});

it('what the keeper brings from elsewhere is shown, and can be taken back', () => {
  const keeper = keeperOf(a);
  const editor = new DocumentEditor(keeper);
  let told = 0;
  editor.subscribe(() => (told += 1));
  const stop = editor.watch();
  keeper.change(c);
  expect([editor.document, told]).toEqual([c, 1]);
  editor.undo();
  expect(keeper.kept().edited).toBe(a);
  stop();
  keeper.change(b);
  expect(editor.document).toBe(a);
});
