import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { outputs } from '../settings/simple.ts';

/** What the workflow is started with. */
export function StartForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <Group title={t('workflowInputs')} text={t('workflowInputsText')} isOpen>
      <VariablesField setting={outputs} add={t('addInput')} stem="input" hasDefault hasRequired />
    </Group>
  );
}
