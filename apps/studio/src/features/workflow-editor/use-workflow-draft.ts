import { type CanvasDocument, migrate, parseCanvas, type Problem } from '@buckle/canvas';
import type { readWorkflow } from '@buckle/contract';
import { useEffect, useMemo, useState } from 'react';
import type { AnswerOf } from '../../api/endpoint.ts';
import { useLazyGetWorkflowQuery, useSaveCanvasMutation } from '../../api/workflows.ts';
import type { SavedDraft } from '../../shared/draft-keeper.ts';
import { type EditedDraft, useDraftKeeper } from '../../shared/use-draft-keeper.ts';
import { DocumentEditor } from './document/document-editor.ts';
import { settled } from './document/geometry.ts';
import { laidOutIfHeaped } from './document/layout.ts';

/** A workflow as its page has read it. */
export type ReadWorkflow = AnswerOf<typeof readWorkflow>;

/** The draft of a workflow that is being edited. */
export interface WorkflowDraft extends EditedDraft<CanvasDocument, CanvasDocument> {
  readonly editor: DocumentEditor;
  /** What the server found wrong with what was saved last. */
  readonly serverProblems: readonly Problem[];
}

const draftOf = ({ draft_revision: revision, canvas }: ReadWorkflow): SavedDraft<CanvasDocument> => ({
  revision,
  // Read only where it is wanted: each save gives a draft that is known already.
  get content() {
    return parseCanvas(canvas);
  },
});

/** A document as it is edited: of the present shape, its nodes beside each other, with room for groups that come from elsewhere. */
export function opened(document: CanvasDocument): CanvasDocument {
  return settled(laidOutIfHeaped(migrate(document)));
}

// They come from `@buckle/canvas`, in the server.
const problemsOf = ({ problems }: Pick<ReadWorkflow, 'problems'>): readonly Problem[] => problems as readonly Problem[];

/** Keeps what is done to a workflow, from its draft as it was read first. */
export function useWorkflowDraft(workflow: ReadWorkflow): WorkflowDraft {
  const [save] = useSaveCanvasMutation();
  const [get] = useLazyGetWorkflowQuery();
  const params = { workflow_id: workflow.id };
  const saved = useMemo(() => draftOf(workflow), [workflow]);
  const draft = useDraftKeeper<CanvasDocument, CanvasDocument>(workflow.id, saved, {
    open: opened,
    contentOf: (document) => document,
    put: async ({ revision, content }) => {
      const answer = await save({ params, body: { canvas: content, draft_revision: revision } }).unwrap();
      return { revision: answer.draft_revision, content };
    },
    get: async () => draftOf(await get({ params }).unwrap()),
  });
  const { keeper } = draft;
  const [editor] = useState(() => new DocumentEditor(keeper));
  useEffect(() => editor.watch(), [editor]);
  return { ...draft, editor, serverProblems: problemsOf(workflow) };
}
