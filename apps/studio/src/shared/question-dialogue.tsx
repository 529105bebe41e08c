import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What is asked before something is done. */
export interface Question {
  readonly title: string;
  /** What more there is to know before one answers. */
  readonly text?: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  /** What the other button says, where it is not just the way back. */
  readonly refusal?: string;
  /** Whether what it does cannot be taken back. */
  readonly isDangerous?: boolean;
  /** Does it; the button turns until that has ended. */
  readonly onConfirm: () => unknown;
}

/** A question with two answers. Mount it to open it; what comes of either takes it away. */
export function QuestionDialogue({ title, text, action, refusal, isDangerous = false, onConfirm, onCancel }: Question & { readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const [isDoing, setIsDoing] = useState(false);
  const confirm = async (): Promise<void> => {
    setIsDoing(true);
    await onConfirm();
  };
  return (
    <Modal
      open
      width={420}
      title={title}
      okText={action}
      cancelText={refusal ?? t('cancel')}
      okButtonProps={{ danger: isDangerous }}
      confirmLoading={isDoing}
      closable={false}
      onOk={() => void confirm()}
      onCancel={onCancel}
    >
      {text}
    </Modal>
  );
}
