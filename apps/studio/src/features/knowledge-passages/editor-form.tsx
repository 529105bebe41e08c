import { Button } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnsavedText } from '../../shared/unsaved-text.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './passages-page.module.css';

interface EditorFormProps {
  /** Whether there is nothing to save. */
  readonly isSame: boolean;
  /** What is said when it is saved. */
  readonly done: string;
  readonly onSave: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What surrounds the fields in which a passage is written: its buttons and keys. */
export function EditorForm({ isSame, done, onSave, onClose, children }: EditorFormProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: common } = useTranslation();
  const [isSaving, setIsSaving] = useState(false);
  const attempt = useAttempt();
  useUnsavedText(!isSame);
  const save = async (): Promise<void> => {
    setIsSaving(true);
    if (await attempt(onSave(), done)) onClose();
    else setIsSaving(false);
  };
  const command = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isSame && !isSaving) void save();
  };
  return (
    <div className={styles['editor']} onKeyDown={command}>
      {children}
      <div>
        <Button size="small" type="primary" loading={isSaving} disabled={isSame} onClick={() => void save()}>{common('save')}</Button>
        <Button size="small" onClick={onClose}>{common('cancel')}</Button>
        <p className="quiet">{t('keys')}</p>
      </div>
    </div>
  );
}
