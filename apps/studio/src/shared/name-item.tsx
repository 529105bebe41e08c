import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

interface NameItemProps {
  readonly hint?: string;
  readonly hasFocus?: boolean;
  /** The limit that the server sets on names of the kind. */
  readonly longest?: number;
}

/** The field `name` of a form, with the limits that the server sets on names. */
export function NameItem({ hint, hasFocus = true, longest = 64 }: NameItemProps) {
  const { t } = useTranslation();
  return (
    <Form.Item name="name" label={t('name')} extra={hint} rules={[{ required: true, whitespace: true, message: t('required') }]}>
      <Input maxLength={longest} autoComplete="off" autoFocus={hasFocus} />
    </Form.Item>
  );
}
