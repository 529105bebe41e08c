import { useState } from 'react';
import controls from '../../shared/controls.module.css';
import { EditorForm } from './editor-form.tsx';

interface PassageEditorProps {
  readonly label: string;
  readonly text: string;
  /** What is said when it is saved. */
  readonly done: string;
  readonly onSave: (text: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Where the text of a passage is written. */
export function PassageEditor({ label, text, done, onSave, onClose }: PassageEditorProps) {
  const [typed, setTyped] = useState(text);
  return (
    <EditorForm isSame={typed.trim() === '' || typed === text} done={done} onSave={() => onSave(typed)} onClose={onClose}>
      <textarea className={controls['control']} aria-label={label} value={typed} maxLength={32_000} autoFocus onChange={({ target }) => setTyped(target.value)} />
    </EditorForm>
  );
}
