import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { skipToken } from '@reduxjs/toolkit/query';
import { usePreviewScheduleQuery } from '../../api/workflow-triggers.ts';
import { failureText } from '../../shared/failure-text.ts';
import { useCronText } from './use-cron-text.ts';
import styles from './trigger-dialogue.module.css';

/** Schedules to begin with. */
const PRESETS = ['*/15 * * * *', '0 * * * *', '0 9 * * *', '0 9 * * 1-5', '0 9 * * 1', '0 9 1 * *'];

/** When a schedule fires: its cron in plain words, its next moments, and what becomes of those that are missed. */
export function ScheduleItems() {
  const { t } = useTranslation('workflowTriggers');
  const cronText = useCronText();
  const form = Form.useFormInstance();
  const missed: unknown = Form.useWatch(['schedule', 'missed'], form);
  const zones = Intl.supportedValuesOf('timeZone').concat('UTC').map((value) => ({ value, label: value }));
  const required = [{ required: true, whitespace: true, message: t('fillIn') }];
  return (
    <>
      <div className={styles['presets']} role="group" aria-label={t('presets')}>
        {PRESETS.map((cron) => (
          <button key={cron} type="button" onClick={() => form.setFieldValue(['schedule', 'cron'], cron)}>
            {cronText(cron)}
          </button>
        ))}
      </div>
      <div className={styles['pair']}>
        <Form.Item name={['schedule', 'cron']} label={t('cron')} extra={t('cronHint')} rules={required}>
          <Input autoComplete="off" spellCheck={false} maxLength={200} />
        </Form.Item>
        <Form.Item name={['schedule', 'time_zone']} label={t('timeZone')} rules={required}>
          <Select showSearch options={zones} />
        </Form.Item>
      </div>
      <NextMoments />
      <div className={styles['pair']}>
        <Form.Item name={['schedule', 'missed']} required label={t('missed')} extra={t('missedHint')}>
          <Select options={(['skip', 'once', 'all'] as const).map((value) => ({ value, label: t(`missedPolicies.${value}`) }))} />
        </Form.Item>
        {missed === 'all' && (
          <Form.Item name={['schedule', 'missed_at_most']} required label={t('missedAtMost')}>
            <InputNumber min={1} max={100} precision={0} />
          </Form.Item>
        )}
        <Form.Item name={['schedule', 'ends']} label={t('ends')} extra={t('endsHint')}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
    </>
  );
}

/** What the cron that is typed says, and when it fires next. */
function NextMoments() {
  const { t, i18n } = useTranslation('workflowTriggers');
  const { t: common } = useTranslation();
  const cronText = useCronText();
  const form = Form.useFormInstance();
  const cron: unknown = Form.useWatch(['schedule', 'cron'], form);
  const timeZone: unknown = Form.useWatch(['schedule', 'time_zone'], form);
  const isTyped = typeof cron === 'string' && cron.trim() !== '' && typeof timeZone === 'string' && timeZone !== '';
  const { data, error } = usePreviewScheduleQuery(isTyped ? { query: { cron: cron.trim(), time_zone: timeZone } } : skipToken);
  if (!isTyped) return null;
  const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'short', timeZone });
  return (
    <div className={styles['moments']} role="status">
      {error === undefined ? (
        <>
          <b>{cronText(cron)}</b>
          <p className="quiet">{t('nextMoments', { zone: timeZone })}</p>
          <ol>{data?.next_at.map((at) => <li key={at}>{moment.format(at * 1_000)}</li>)}</ol>
        </>
      ) : (
        failureText(error, common).reason
      )}
    </div>
  );
}
