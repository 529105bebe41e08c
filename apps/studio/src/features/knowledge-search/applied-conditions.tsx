import { CloseOutlined } from '@ant-design/icons';
import type { DerivedCondition, SearchCondition } from '@buckle/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { conditionText } from './condition-text.ts';
import styles from './applied-conditions.module.css';

interface AppliedConditionsProps {
  /** Those that a model made of the question before, of which others were removed. */
  readonly kept: readonly SearchCondition[];
  readonly derived: readonly DerivedCondition[];
  /** Called with those that are left. */
  readonly onChange: (left: readonly SearchCondition[]) => void;
}

/** The conditions that were made of the question, each with its reason, to be removed one by one. */
export function AppliedConditions({ kept, derived, onChange }: AppliedConditionsProps) {
  const { t } = useTranslation('knowledgeSearch');
  const all = [...kept.map((condition) => ({ condition, reason: '' })), ...derived];
  if (all.length === 0) return null;
  return (
    <section className={styles['applied']} aria-label={t('applied')}>
      <span className="quiet">{t('applied')}</span>
      <ul>
        {all.map(({ condition, reason }, at) => {
          const text = conditionText(condition, (isOn) => t(isOn ? 'yes' : 'no'));
          return (
            <li key={text}>
              <span>{text}</span>
              {reason !== '' && <small className="quiet">{reason}</small>}
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('removeApplied', { condition: text })} onClick={() => onChange(all.filter((_each, index) => index !== at).map((each) => each.condition))} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
