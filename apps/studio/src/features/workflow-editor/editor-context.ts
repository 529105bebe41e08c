import type { CanvasDocument } from '@buckle/canvas';
import { createContext, use, useSyncExternalStore } from 'react';
import type { NodeRunState } from '../workflow-runs/index.ts';
import type { DocumentEditor } from './document/document-editor.ts';
import type { NodeSignals } from './node-signals.ts';
import type { PaletteRequest } from './palette/palette-request.ts';

/** How many problems a node has. */
export interface ProblemCount {
  readonly errors: number;
  readonly warnings: number;
}

/** What the parts of the editor share. It never changes, so that nothing is drawn anew for it. */
export interface EditorContext {
  readonly editor: DocumentEditor;
  readonly isReadOnly: boolean;
  readonly problems: NodeSignals<ProblemCount>;
  readonly runs: NodeSignals<NodeRunState>;
  /** Nodes to which the line may lead that is being drawn, and others: empty while none is. */
  readonly targets: NodeSignals<'allowed' | 'refused'>;
  /** The group into which what is being dragged would fall. */
  readonly drops: NodeSignals<true>;
  /** Opens the palette for a node that shall come there. */
  readonly openPalette: (request: PaletteRequest) => void;
  /** Shows a node in the middle, selected, with its form; at a field of it, where one is given. */
  readonly goTo: (id: string, field?: string) => void;
}

const Context = createContext<EditorContext | undefined>(undefined);

export const EditorProvider = Context.Provider;

/** What the parts of the editor share. Throws outside of it. */
export function useEditor(): EditorContext {
  const context = use(Context);
  if (!context) throw new Error('This is a part of the editor of a workflow.');
  return context;
}

/** The document, watched. */
export function useDocument(): CanvasDocument {
  const { editor } = useEditor();
  return useSyncExternalStore(editor.subscribe, () => editor.document);
}

