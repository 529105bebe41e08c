import { Form, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from './failure-notice.tsx';
import { useFormRules } from './use-form-rules.ts';

interface FormDialogueProps<Values extends object> {
  readonly title: string;
  readonly text?: ReactNode;
  /** What the button says that sends the form. */
  readonly action: string;
  /** In pixels, where the form holds more than a few fields. */
  readonly width?: number;
  /** Whether something is lost by it: its button is red. */
  readonly isDangerous?: boolean;
  readonly initialValues?: Partial<Values>;
  /** Whether something keeps it from being sent, which the dialogue shows. */
  readonly isBlocked?: boolean;
  /** Sends the form. Where it rejects, the dialogue stays and shows why; else it closes. */
  readonly onSubmit: (values: Values) => Promise<unknown>;
  readonly onClose: () => void;
  /** The fields: items of a form. */
  readonly children: ReactNode;
}

/** A form in a dialogue. Mount it to open it. */
export function FormDialogue<Values extends object>(props: FormDialogueProps<Values>) {
  const { title, text, action, width, isDangerous = false, initialValues, isBlocked = false, onSubmit, onClose, children } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const rules = useFormRules();
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const send = async (values: Values): Promise<void> => {
    setIsSending(true);
    setFailure(undefined);
    try {
      await onSubmit(values);
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setIsSending(false);
    }
  };

  return (
    <Modal
      open
      title={title}
      {...(width === undefined ? {} : { width })}
      okText={action}
      cancelText={t('cancel')}
      confirmLoading={isSending}
      okButtonProps={{ disabled: isBlocked, danger: isDangerous }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {text !== undefined && <p className="quiet">{text}</p>}
      <Form
        {...rules}
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ ...initialValues }}
        onFinish={(values: Values) => void send(values)}
      >
        {children}
        {/* Enter in a field sends the form. */}
        <button type="submit" hidden disabled={isBlocked} />
      </Form>
      {failure !== undefined && <FailureNotice failure={failure} />}
    </Modal>
  );
}
