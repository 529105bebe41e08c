import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { CodeField } from '../fields/code-field.tsx';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import { InputsSection } from '../fields/inputs-section.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { outputs } from '../settings/simple.ts';

/** Runs the user's own code. */
export function CodeForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <>
      <InputsSection />
      <Group title={t('code')} isOpen>
        <CodeField />
      </Group>
      <Group title={t('outputs')} text={t('codeOutputs')} isOpen>
        <VariablesField setting={outputs} add={t('addOutput')} stem="output" />
      </Group>
      <ErrorPolicySection />
    </>
  );
}
