import { useState } from 'react';
import controls from '../../shared/controls.module.css';
import { EditorForm } from './editor-form.tsx';
import type { ReadText, TextPort } from './save-text.ts';

/** A text in one part. */
export function wholeText(text: string, revision?: string): ReadText {
  return { parts: { '': text }, revision };
}

interface PassageEditorProps {
  readonly label: string;
  readonly text: ReadText;
  readonly port: TextPort;
  /** What is said when it is saved. */
  readonly done: string;
  readonly onClose: () => void;
}

/** Where the text of a passage is written. */
export function PassageEditor({ label, text, port, done, onClose }: PassageEditorProps) {
  // It may be read anew beside this.
  const [base] = useState(text);
  const before = base.parts[''] ?? '';
  const [typed, setTyped] = useState(before);
  return (
    <EditorForm label={label} base={base} changes={{ '': typed }} isSame={typed.trim() === '' || typed === before} port={port} done={done} onClose={onClose}>
      <textarea className={controls['control']} aria-label={label} value={typed} maxLength={32_000} autoFocus onChange={({ target }) => setTyped(target.value)} />
    </EditorForm>
  );
}
