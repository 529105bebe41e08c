import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The field `name` of a form, with the limits that the server sets on names. */
export function NameItem({ hint, hasFocus = true }: { readonly hint?: string; readonly hasFocus?: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="name" label={t('name')} extra={hint} rules={[{ required: true, whitespace: true, message: t('required') }]}>
      <Input maxLength={64} autoComplete="off" autoFocus={hasFocus} />
    </Form.Item>
  );
}
