import { Alert, Button, Input, Modal } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import styles from './secret-dialogue.module.css';

interface SecretDialogueProps {
  readonly title: string;
  /** What the secret is. */
  readonly label: string;
  readonly secret: string;
  /** Whether it has several lines. */
  readonly isLong?: boolean;
  /** Until when it can be used, in words. */
  readonly expires?: string;
  readonly onClose: () => void;
}

/** A token or link that is shown this once. Mount it to open it. */
export function SecretDialogue({ title, label, secret, isLong = false, expires, onClose }: SecretDialogueProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Modal
      open
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <Alert type="warning" showIcon title={t('shownOnce')} />
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <div className={styles['secret']}>
        {isLong ? (
          <Input.TextArea id={id} readOnly rows={8} wrap="off" value={secret} onFocus={(event) => event.target.select()} />
        ) : (
          <Input id={id} readOnly value={secret} onFocus={(event) => event.target.select()} />
        )}
        <CopyButton text={secret} isPrimary />
      </div>
      {expires !== undefined && <p className="quiet">{expires}</p>}
    </Modal>
  );
}
