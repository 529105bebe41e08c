import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { waiting } from '../shared/first-sight.ts';
import styles from './starting.module.css';

/** What is there until the first page is. */
export function Starting() {
  const { t } = useTranslation();
  return (
    <div className={styles['starting']} {...waiting}>
      <Spin delay={300} aria-label={t('loading')} />
    </div>
  );
}
