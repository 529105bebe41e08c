import { useTranslation } from 'react-i18next';
import { nodeKinds } from '@buckle/canvas';
import { useEditing } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { OutputsShown } from '../fields/outputs-shown.tsx';

/** Of a kind whose part of Buckle is not there yet, or that is not known at all: what it keeps stays as it is. */
export function WaitingForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { node } = useEditing();
  const part = nodeKinds.get(node.type)?.waitsFor;
  return (
    <>
      <p className={styles['note']}>{part === undefined ? t('unknownKind', { type: node.type }) : t('waitingText', { part: t(`parts.${part}`) })}</p>
      <OutputsShown />
    </>
  );
}
