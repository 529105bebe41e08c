import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import type { ModelSettings } from '../settings/model.ts';
import styles from './fields.module.css';
import { ModelField } from './model-field.tsx';
import { NumberField } from './plain-fields.tsx';
import { TemplateField } from './template-field.tsx';

/** The model that a node asks beside what it is there for. */
export function ModelSection({ settings, promptLabel }: { readonly settings: ModelSettings; readonly promptLabel: string }) {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <Group title={t('model')} isOpen>
      <ModelField setting={settings.model} label={t('model')} isLabelHidden />
      <div className={styles['row']}>
        <NumberField setting={settings.temperature} label={t('temperature')} max={2} isWhole={false} placeholder={t('upToModel')} />
        <NumberField setting={settings.topP} label={t('topP')} max={1} isWhole={false} placeholder={t('upToModel')} />
      </div>
      <TemplateField setting={settings.systemPrompt} label={promptLabel} rows={3} />
    </Group>
  );
}
