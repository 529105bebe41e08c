import { type ShareAccess, shareAccesses, type Sharing } from '@buckle/contract';
import { Button, Form, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePutSharingMutation } from '../../api/share.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import styles from './sharing.module.css';

interface SharingValues {
  readonly access: ShareAccess;
  readonly password?: string;
  /** These are absent while the bot is not to be shared. */
  readonly messages_per_minute?: number;
  readonly messages_per_day?: number;
}

interface SharingFormProps {
  readonly botId: string;
  readonly sharing: Sharing;
  readonly mayChange: boolean;
  readonly isPublished: boolean;
}

/** Chooses who may come, and how much they may ask. */
export function SharingForm({ botId, sharing, mayChange, isPublished }: SharingFormProps) {
  const { t } = useTranslation('sharing');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [form] = Form.useForm<SharingValues>();
  const rules = useFormRules();
  const [put, { isLoading, error }] = usePutSharingMutation();
  const access = Form.useWatch('access', form) ?? sharing.access;
  const send = async ({ password, ...values }: SharingValues): Promise<void> => {
    const isNew = access === 'password' && password !== undefined && password !== '';
    const { messages_per_minute, messages_per_day } = sharing;
    const outcome = await put({ params: { bot_id: botId }, body: { messages_per_minute, messages_per_day, ...values, ...(isNew && { password }) } });
    if (outcome.error === undefined) done(common('saved'));
  };
  const needed = [{ required: true, message: common('required') }];
  return (
    <Form<SharingValues>
      {...rules}
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!mayChange}
      initialValues={{ access: sharing.access, messages_per_minute: sharing.messages_per_minute, messages_per_day: sharing.messages_per_day }}
      onFinish={(values) => void send(values)}
    >
      <Form.Item name="access">
        <Radio.Group aria-label={t('who')} className={styles['accesses'] ?? ''}>
          {shareAccesses.map((each) => (
            <Radio key={each} value={each} disabled={!mayChange || (!isPublished && each !== 'off' && each !== sharing.access)}>
              {t(`accesses.${each}`)}
              <div className="quiet">{t(`accessTexts.${each}`)}</div>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {access === 'password' && (
        <Form.Item
          name="password"
          label={common('password')}
          extra={sharing.has_password ? t('passwordKept') : t('passwordHint')}
          className={styles['narrow'] ?? ''}
          rules={[...(sharing.has_password ? [] : needed), { min: 4, message: common('passwordShort', { count: 4 }) }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
      )}
      {access !== 'off' && (
        <div className={styles['limits']}>
          <Form.Item name="messages_per_minute" label={t('perMinute')} rules={needed}>
            <InputNumber<number> min={1} max={100_000} precision={0} />
          </Form.Item>
          <Form.Item name="messages_per_day" label={t('perDay')} rules={needed}>
            <InputNumber<number> min={1} max={100_000} precision={0} />
          </Form.Item>
        </div>
      )}
      {error !== undefined && <Form.Item><FailureNotice failure={error} /></Form.Item>}
      {mayChange && <Button type="primary" htmlType="submit" loading={isLoading}>{common('save')}</Button>}
    </Form>
  );
}
