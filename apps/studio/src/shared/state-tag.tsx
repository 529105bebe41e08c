import type { PublishStatus } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import styles from './state-tag.module.css';

/** How the draft of something stands to what of it is online. */
export function StateTag({ status }: { readonly status: PublishStatus }) {
  const { t } = useTranslation('bots');
  return <span className={`${styles['tag']} ${styles[status]}`}>{t(`states.${status}`)}</span>;
}
