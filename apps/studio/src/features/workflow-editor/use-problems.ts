import { type CanvasDocument, type Problem, validateCanvas } from '@buckle/canvas';
import { useEffect, useState } from 'react';
import type { DocumentEditor } from './document/document-editor.ts';
import { placesIn } from './document/levels.ts';
import type { ProblemCount } from './editor-context.ts';
import type { NodeSignals } from './node-signals.ts';

/** So long after the last change, in milliseconds, the document is looked at. */
const PAUSE = 250;

/** Everything that is wrong with the document, a moment after each change; nodes hear how many problems are theirs. */
export function useProblems(editor: DocumentEditor, serverProblems: readonly Problem[], signals: NodeSignals<ProblemCount>): readonly Problem[] {
  const [problems, setProblems] = useState<readonly Problem[]>(() => allProblems(editor.document, serverProblems));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => setProblems(allProblems(editor.document, serverProblems));
    look();
    const stop = editor.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [editor, serverProblems]);
  useEffect(() => signals.set(countByNode(problems, signals)), [problems, signals]);
  return problems;
}

/** What only the server can know. */
const onServer: readonly Problem['code'][] = ['unknown_resource', 'unknown_model', 'no_chat_model', 'not_available'];

/** What is found here, and what only the server can know: that something is not there. */
function allProblems(document: CanvasDocument, serverProblems: readonly Problem[]): readonly Problem[] {
  const found = validateCanvas(document).problems;
  const there = new Set(placesIn(document).map(({ node }) => node.id));
  const known = new Set(found.map(({ code, node_id: id }) => `${code} ${id ?? ''}`));
  const others = serverProblems.filter(({ code, node_id: id }) =>
    onServer.includes(code) && !known.has(`${code} ${id ?? ''}`) && (id === undefined || there.has(id)));
  return [...found, ...others];
}

/** Counts that stay the same are the same objects, so that their nodes are not drawn anew. */
function countByNode(problems: readonly Problem[], before: NodeSignals<ProblemCount>): Map<string, ProblemCount> {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { node_id: id, severity } of problems) {
    if (id === undefined) continue;
    const count = counts.get(id) ?? { errors: 0, warnings: 0 };
    counts.set(id, severity === 'error' ? { ...count, errors: count.errors + 1 } : { ...count, warnings: count.warnings + 1 });
  }
  return new Map([...counts].map(([id, count]) => {
    const last = before.get(id);
    return [id, last?.errors === count.errors && last.warnings === count.warnings ? last : count];
  }));
}
