import { Button } from 'antd';
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../../shared/notices.tsx';
import { useUnsavedText } from '../../shared/unsaved-text.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './passages-page.module.css';
import { type Parts, type ReadText, saveText, type TextConflict, type TextPort } from './save-text.ts';

const ConflictDialogue = lazy(async () => ({ default: (await import('./conflict-dialogue.tsx')).ConflictDialogue }));

interface EditorFormProps {
  /** What the text is called. */
  readonly label: string;
  /** As it was when the form was opened. */
  readonly base: ReadText;
  /** What was typed since. */
  readonly changes: Parts;
  /** Whether there is nothing to save. */
  readonly isSame: boolean;
  readonly port: TextPort;
  /** What is said when it is saved. */
  readonly done: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What surrounds the fields in which a passage is written: its buttons and keys, and the question where it was changed elsewhere. */
export function EditorForm({ label, base, changes, isSame, port, done, onClose, children }: EditorFormProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: common } = useTranslation();
  const [isSaving, setIsSaving] = useState(false);
  const [conflict, setConflict] = useState<TextConflict>();
  const attempt = useAttempt();
  const notices = useNotices();
  useUnsavedText(!isSame);
  const save = async (onto: ReadText, kept: Parts): Promise<void> => {
    setIsSaving(true);
    const saving = saveText(onto, kept, port);
    const isDone = await attempt(saving);
    setIsSaving(false);
    const clash = isDone ? await saving : undefined;
    setConflict(clash);
    if (!isDone || clash) return;
    notices.done(done);
    onClose();
  };
  const resolve = (left: ReadonlySet<string>): void => {
    const kept = Object.entries(changes).filter(([name]) => !left.has(name));
    if (conflict && kept.length > 0) void save(conflict.theirs, Object.fromEntries(kept));
    else onClose();
  };
  const close = (): void => {
    if (isSame) onClose();
    else notices.ask({ title: t('dropQuestion'), action: t('drop'), refusal: t('goOn'), isDangerous: true, onConfirm: onClose });
  };
  const command = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, nativeEvent } = event;
    // Such a key is meant for what characters are put together with.
    if (nativeEvent.isComposing) return;
    if (key === 'Escape') {
      // The question would take the same key for its answer.
      event.stopPropagation();
      close();
    }
    if (key === 'Enter' && (ctrlKey || metaKey) && !isSame && !isSaving) void save(base, changes);
  };
  return (
    <>
      <div className={styles['editor']} onKeyDown={command}>
        {children}
        <div>
          <Button size="small" type="primary" loading={isSaving} disabled={isSame} onClick={() => void save(base, changes)}>{common('save')}</Button>
          <Button size="small" onClick={close}>{common('cancel')}</Button>
          <p className="quiet">{t('keys')}</p>
        </div>
      </div>
      <Suspense>{conflict && <ConflictDialogue conflict={conflict} mine={changes} label={label} onResolve={resolve} onClose={() => setConflict(undefined)} />}</Suspense>
    </>
  );
}
