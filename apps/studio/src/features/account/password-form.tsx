import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChangePasswordMutation } from '../../api/account.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { NewPasswordItem } from '../../shared/password-item.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import styles from './forms.module.css';

interface Passwords {
  readonly current_password: string;
  readonly new_password: string;
}

/** Changes the password of the user. */
export function PasswordForm() {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [form] = Form.useForm<Passwords>();
  const rules = useFormRules();
  const [change, { isLoading, error }] = useChangePasswordMutation();
  const send = async (body: Passwords): Promise<void> => {
    const outcome = await change({ body });
    if (outcome.error !== undefined) return;
    form.resetFields();
    done(t('passwordChanged'));
  };
  return (
    <Form<Passwords> {...rules} form={form} layout="vertical" requiredMark={false} className={styles['form'] ?? ''} onFinish={(body) => void send(body)}>
      <Form.Item name="current_password" label={t('currentPassword')} rules={[{ required: true, message: common('required') }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <NewPasswordItem name="new_password" label={t('newPassword')} />
      {error !== undefined && (
        <Form.Item>
          <FailureNotice failure={error} />
        </Form.Item>
      )}
      <Button htmlType="submit" loading={isLoading}>
        {t('changePassword')}
      </Button>
    </Form>
  );
}
