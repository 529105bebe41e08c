import { Checkbox, Form, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './trigger-dialogue.module.css';

/** How a webhook knows its caller, and what it answers. */
export function WebhookItems() {
  const { t } = useTranslation('workflowTriggers');
  const form = Form.useFormInstance();
  const proof: unknown = Form.useWatch(['webhook', 'proof'], form);
  const waits: unknown = Form.useWatch(['webhook', 'waits'], form);
  const header = [{ required: true, pattern: /^[A-Za-z0-9-]{1,64}$/, message: t('headerWrong') }];
  return (
    <>
      <Form.Item name={['webhook', 'proof']} required label={t('proof')}>
        <Radio.Group options={(['secret', 'signature'] as const).map((value) => ({ value, label: t(`proofs.${value}`) }))} />
      </Form.Item>
      {proof === 'signature' && (
        <div className={styles['pair']}>
          <Form.Item name={['webhook', 'signature_header']} label={t('signatureHeader')} extra={t('signatureHint')} rules={header}>
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name={['webhook', 'timestamp_header']} label={t('timestampHeader')} extra={t('timestampHint')} rules={[{ pattern: /^[A-Za-z0-9-]{0,64}$/, message: t('headerWrong') }]}>
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name={['webhook', 'tolerance_seconds']} required label={t('tolerance')}>
            <InputNumber min={1} max={3600} precision={0} />
          </Form.Item>
        </div>
      )}
      <Form.Item name={['webhook', 'waits']} required valuePropName="checked" extra={t('waitsHint')}>
        <Checkbox>{t('waits')}</Checkbox>
      </Form.Item>
      <div className={styles['pair']}>
        {waits === true && (
          <Form.Item name={['webhook', 'wait_seconds']} required label={t('waitSeconds')}>
            <InputNumber min={1} max={120} precision={0} />
          </Form.Item>
        )}
        <Form.Item name={['webhook', 'calls_per_minute']} required label={t('callsPerMinute')}>
          <InputNumber min={1} max={6000} precision={0} />
        </Form.Item>
        <Form.Item name={['webhook', 'delivery_header']} label={t('deliveryHeader')} extra={t('deliveryHint')} rules={header}>
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
      </div>
    </>
  );
}
