import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { EditingProvider, useEditing, useSetting } from '../editing.ts';
import { batchSettings } from '../settings/batch.ts';
import styles from './fields.module.css';
import { InputList } from './input-list.tsx';
import { CheckField, NumberField } from './plain-fields.tsx';

/** The node's own repetition, for each element of lists. */
export function BatchSection() {
  const { t } = useTranslation('workflowNodeForm');
  const editing = useEditing();
  const [isOn] = useSetting(batchSettings.isOn);
  return (
    <Group title={t('batch')} note={isOn ? t('on') : t('off')} text={t('batchText')}>
      <CheckField setting={batchSettings.isOn} label={t('batchOn')} />
      {isOn && (
        <>
          <p>{t('batchLists')}</p>
          {/* The element is there once the lists are. */}
          <EditingProvider value={{ ...editing, scope: editing.scope.filter(({ relation }) => relation !== 'self') }}>
            <InputList setting={batchSettings.lists} stem="item" add={t('addList')} isReference />
          </EditingProvider>
          <div className={styles['row']}>
            <NumberField setting={batchSettings.size} label={t('batchSize')} min={1} max={200} placeholder="100" />
            <NumberField setting={batchSettings.concurrency} label={t('concurrency')} min={1} max={10} placeholder="10" />
          </div>
        </>
      )}
    </Group>
  );
}
