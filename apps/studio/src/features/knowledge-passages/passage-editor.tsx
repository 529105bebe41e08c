import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../shared/controls.module.css';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './passages-page.module.css';

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
  const { t } = useTranslation('knowledgePassages');
  const { t: common } = useTranslation();
  const [typed, setTyped] = useState(text);
  const [isSaving, setIsSaving] = useState(false);
  const attempt = useAttempt();
  const isSame = typed.trim() === '' || typed === text;
  const save = async (): Promise<void> => {
    setIsSaving(true);
    if (await attempt(onSave(typed), done)) onClose();
    else setIsSaving(false);
  };
  const command = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isSame && !isSaving) void save();
  };
  return (
    <div className={styles['editor']}>
      <textarea className={controls['control']} aria-label={label} value={typed} maxLength={32_000} autoFocus onChange={({ target }) => setTyped(target.value)} onKeyDown={command} />
      <div>
        <Button size="small" type="primary" loading={isSaving} disabled={isSame} onClick={() => void save()}>{common('save')}</Button>
        <Button size="small" onClick={onClose}>{common('cancel')}</Button>
        <p className="quiet">{t('keys')}</p>
      </div>
    </div>
  );
}
