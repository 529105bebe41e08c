import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { isApiFailure } from '../../api/failure.ts';
import { useEnterShareMutation } from '../../api/share.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import { Door } from './door.tsx';

/** Lets somebody in who knows the password of the page. */
export function PasswordDoor({ slug, name }: { readonly slug: string; readonly name: string }) {
  const { t } = useTranslation('sharedBot');
  const { t: common } = useTranslation();
  const rules = useFormRules();
  const [enter, { isLoading, error }] = useEnterShareMutation();
  return (
    <Door name={name} title={t('passwordTitle')} text={t('passwordText')}>
      <Form<{ password: string }> {...rules} layout="vertical" requiredMark={false} onFinish={({ password }) => void enter({ params: { slug }, body: { password } })}>
        <Form.Item name="password" label={common('password')} rules={[{ required: true, message: common('required') }]}>
          <Input.Password autoComplete="current-password" maxLength={200} autoFocus />
        </Form.Item>
        {error !== undefined && (
          <Form.Item>
            {isApiFailure(error) && error.status === 403 ? <Alert type="error" showIcon role="alert" title={t('wrongPassword')} /> : <FailureNotice failure={error} />}
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={isLoading}>{t('enter')}</Button>
      </Form>
    </Door>
  );
}
