import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { InputsSection } from '../fields/inputs-section.tsx';
import { CheckField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { messageSettings } from '../settings/simple.ts';

/** Says something while the run goes on. */
export function MessageForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <>
      <InputsSection stem="output" />
      <Group title={t('message')} isOpen>
        <TemplateField setting={messageSettings.content} label={t('message')} isLabelHidden rows={4} />
        <CheckField setting={messageSettings.isStreamed} label={t('streamed')} />
      </Group>
    </>
  );
}
