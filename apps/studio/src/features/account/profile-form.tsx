import type { Profile } from '@buckle/contract';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useUpdateProfileMutation } from '../../api/account.ts';
import { NameItem } from '../../shared/name-item.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import styles from './forms.module.css';

interface ProfileValues {
  readonly name: string;
  readonly nick_name: string;
}

/** What others see of the user. */
export function ProfileForm({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const [update, { isLoading }] = useUpdateProfileMutation();
  const attempt = useAttempt();
  const rules = useFormRules();
  const { name, nick_name: nickName } = profile;
  return (
    <Form<ProfileValues>
      {...rules}
      layout="vertical"
      requiredMark={false}
      className={styles['form'] ?? ''}
      // Without a nickname the server shows the name in its place.
      initialValues={{ name, nick_name: nickName === name ? '' : nickName }}
      onFinish={(body) => void attempt(update({ body }).unwrap(), common('saved'))}
    >
      <NameItem hasFocus={false} />
      <Form.Item name="nick_name" label={t('nickName')} extra={t('nickNameHint')}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isLoading}>
        {common('save')}
      </Button>
    </Form>
  );
}
