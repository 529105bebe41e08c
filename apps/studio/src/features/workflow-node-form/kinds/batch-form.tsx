import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import styles from '../fields/fields.module.css';
import { GatheredField } from '../fields/gathered-field.tsx';
import { InputField } from '../fields/input-field.tsx';
import { InputList } from '../fields/input-list.tsx';
import { batchNodeSettings } from '../settings/simple.ts';

const INTEGER = { kind: 'integer' } as const;

/** Runs what lies in it for each element of lists, several at once. */
export function BatchForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <>
      <Group title={t('loopLists')} text={t('loopHints.array')} isOpen>
        <InputList setting={inputParameters} stem="input" add={t('addList')} />
      </Group>
      <Group title={t('limits')} isOpen>
        <div className={styles['row']}>
          <InputField setting={batchNodeSettings.size} label={t('batchSize')} type={INTEGER} />
          <InputField setting={batchNodeSettings.concurrency} label={t('concurrency')} type={INTEGER} />
        </div>
      </Group>
      <GatheredField text={t('batchOutputs')} />
    </>
  );
}
