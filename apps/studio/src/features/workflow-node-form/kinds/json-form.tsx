import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useEditing } from '../editing.ts';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { InputList } from '../fields/input-list.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { outputs } from '../settings/simple.ts';

const text = [{ name: 'input', type: { kind: 'string' }, isRequired: true }] as const;

/** Writes a value as JSON. */
export function ToJsonForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <>
      <Group title={t('value')} isOpen>
        <InputList setting={inputParameters} />
      </Group>
      <OutputsShown />
    </>
  );
}

/** Reads a value from JSON. */
export function FromJsonForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { data } = useEditing();
  const [first] = inputParameters.read(data);
  return (
    <>
      <Group title={t('inputs')} isOpen>
        <KnownInputs setting={inputParameters} inputs={first?.name === undefined ? text : [{ ...text[0], name: first.name }]} labelOf={() => t('jsonText')} />
      </Group>
      <Group title={t('outputs')} text={t('fromJsonText')} isOpen>
        <VariablesField setting={outputs} add={t('addOutput')} stem="output" isSingle />
      </Group>
      <ErrorPolicySection />
    </>
  );
}
