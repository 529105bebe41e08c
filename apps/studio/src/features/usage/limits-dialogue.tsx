import type { Limits } from '@buckle/contract';
import { Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { CurrencySelect } from '../../shared/currency-select.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { limitsOf, type LimitValues, valuesOf } from './limit-values.ts';
import styles from './limits-dialogue.module.css';

interface LimitsDialogueProps {
  readonly title: string;
  readonly text: string;
  readonly limits: Limits;
  readonly onSubmit: (limits: Limits) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Sets all limits of one kind at once; an empty field is no limit. */
export function LimitsDialogue({ title, text, limits, onSubmit, onClose }: LimitsDialogueProps) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const send = async (values: LimitValues): Promise<void> => {
    await onSubmit(limitsOf(values));
    done(common('saved'));
  };
  return (
    <FormDialogue<LimitValues> title={title} text={text} action={common('save')} width={600} initialValues={valuesOf(limits)} onSubmit={send} onClose={onClose}>
      <div className={styles['grid']}>
        <Item name="running_chats" label={t('kinds.running_chats')} />
        <Item name="requests_per_second" label={t('kinds.requests_per_second')} />
        <Item name="tokens_per_day" label={t('kinds.tokens_per_day')} />
        <Item name="tokens_per_month" label={t('kinds.tokens_per_month')} />
        <Item name="cost_per_day" label={t('kinds.cost_per_day')} isWhole={false} />
        <Item name="cost_per_month" label={t('kinds.cost_per_month')} isWhole={false} />
        <Form.Item name="currency" label={t('currency')} extra={t('currencyHint')}>
          <CurrencySelect />
        </Form.Item>
        <Item name="megabytes" label={t('kinds.stored_bytes')} isWhole={false} suffix="MB" />
      </div>
    </FormDialogue>
  );
}

interface ItemProps {
  readonly name: keyof LimitValues;
  readonly label: string;
  readonly isWhole?: boolean;
  readonly suffix?: string;
}

function Item({ name, label, isWhole = true, suffix }: ItemProps) {
  const { t } = useTranslation('usage');
  return (
    <Form.Item name={name} label={label}>
      <InputNumber<number>
        className={styles['number'] ?? ''}
        controls={false}
        min={isWhole ? 1 : 0.000001}
        max={isWhole ? 1_000_000_000_000 : 1_000_000_000}
        {...(isWhole && { precision: 0 })}
        placeholder={t('noLimit')}
        suffix={suffix}
      />
    </Form.Item>
  );
}
