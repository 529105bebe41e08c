import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmailItem } from '../../shared/email-item.tsx';
import { NewPasswordItem } from '../../shared/password-item.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';

/** What somebody gives who creates an account. */
export interface PersonValues {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface PersonFormProps {
  readonly action: string;
  readonly isSending: boolean;
  readonly onSubmit: (person: PersonValues) => void;
}

/** The fields of a new account. */
export function PersonForm({ action, isSending, onSubmit }: PersonFormProps) {
  const { t } = useTranslation('entrance');
  const { t: common } = useTranslation();
  const rules = useFormRules();
  return (
    <Form<PersonValues> {...rules} layout="vertical" requiredMark={false} onFinish={onSubmit}>
      <Form.Item name="name" label={t('name')} extra={t('nameHint')} rules={[{ required: true, whitespace: true, message: common('required') }]}>
        <Input autoComplete="name" maxLength={64} autoFocus />
      </Form.Item>
      <EmailItem label={common('email')} autoComplete="username" />
      <NewPasswordItem name="password" label={common('password')} />
      <Button type="primary" htmlType="submit" size="large" block loading={isSending}>
        {action}
      </Button>
    </Form>
  );
}
