import type { InputDraft } from './input-values.ts';

/** The most characters that are remembered of a workflow's inputs. */
const LONGEST = 20_000;

function keyOf(workflowId: string): string {
  return `buckle.run-inputs.${workflowId}`;
}

/** What was typed last into the inputs of a workflow in this browser. */
export function rememberedInputs(workflowId: string): InputDraft {
  const kept = localStorage.getItem(keyOf(workflowId));
  // Nobody else writes under this key.
  return kept === null ? {} : (JSON.parse(kept) as InputDraft);
}

/** Remembers it for the next time, unless it is very long. */
export function rememberInputs(workflowId: string, draft: InputDraft): void {
  const text = JSON.stringify(draft);
  if (text.length <= LONGEST) localStorage.setItem(keyOf(workflowId), text);
  else localStorage.removeItem(keyOf(workflowId));
}
