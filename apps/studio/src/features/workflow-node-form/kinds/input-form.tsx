import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { inputFields } from '../settings/form-fields.ts';

/** Waits for a form to be filled. */
export function InputForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <Group title={t('formFields')} text={t('formFieldsText')} isOpen>
      <VariablesField setting={inputFields} add={t('addField')} stem="field" hasRequired />
    </Group>
  );
}
