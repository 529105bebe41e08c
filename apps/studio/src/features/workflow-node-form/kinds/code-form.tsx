import { useTranslation } from 'react-i18next';
import { useGetProfileQuery } from '../../../api/account.ts';
import { Group } from '../../../shared/group.tsx';
import { PythonNotice } from '../../../shared/python-notice.tsx';
import { useWorkspace } from '../../../shared/use-workspace.ts';
import { CodeField } from '../fields/code-field.tsx';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import { InputsSection } from '../fields/inputs-section.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { outputs } from '../settings/simple.ts';

/** Runs the user's own code. */
export function CodeForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { can } = useWorkspace();
  const { data: profile } = useGetProfileQuery();
  return (
    <>
      <InputsSection />
      <Group title={t('code')} isOpen>
        {(can('workspace.manage') || profile?.instance_admin) && <PythonNotice />}
        <CodeField />
      </Group>
      <Group title={t('outputs')} text={t('codeOutputs')} isOpen>
        <VariablesField setting={outputs} add={t('addOutput')} stem="output" />
      </Group>
      <ErrorPolicySection />
    </>
  );
}
