import { shortestPassword } from '@buckle/contract';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The field of a form for a new password. */
export function NewPasswordItem({ name, label }: { readonly name: string; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={t('passwordHint', { count: shortestPassword })}
      rules={[
        { required: true, message: t('required') },
        { min: shortestPassword, message: t('passwordShort', { count: shortestPassword }) },
      ]}
    >
      <Input.Password autoComplete="new-password" maxLength={256} />
    </Form.Item>
  );
}
