import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

interface EmailItemProps {
  readonly label: string;
  readonly autoComplete?: 'username' | 'email' | 'off';
  readonly isOptional?: boolean;
}

/** The field `email` of a form. */
export function EmailItem({ label, autoComplete = 'off', isOptional = false }: EmailItemProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="email"
      label={label}
      rules={[
        { required: !isOptional, message: t('required') },
        { type: 'email', transform: (text: string | undefined) => text?.trim(), message: t('emailInvalid') },
      ]}
    >
      <Input type="email" autoComplete={autoComplete} maxLength={254} />
    </Form.Item>
  );
}
