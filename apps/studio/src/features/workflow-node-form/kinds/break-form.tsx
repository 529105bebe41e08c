import { useTranslation } from 'react-i18next';
import { useEditing } from '../editing.ts';
import styles from '../fields/fields.module.css';

/** Ends the loop around, or goes on with its next round: there is nothing to set. */
export function BreakForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { graphNode } = useEditing();
  return <p className={styles['note']}>{graphNode?.kind.key === 'continue' ? t('continueText') : t('breakText')}</p>;
}
