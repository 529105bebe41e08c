import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useSetting } from '../editing.ts';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { ModelSection } from '../fields/model-section.tsx';
import { NamesField } from '../fields/names-field.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { CheckField, ChoiceField, NumberField } from '../fields/plain-fields.tsx';
import { InputList } from '../fields/input-list.tsx';
import { intentSettings } from '../settings/simple.ts';

const modes = ['all', 'top_speed'] as const;
const query = [{ name: 'query', type: { kind: 'string' }, isRequired: true }] as const;
const known = new Set(['query']);

/** Goes on at the intent that a model understood. */
export function IntentForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [hasHistory] = useSetting(intentSettings.history);
  return (
    <>
      <Group title={t('inputs')} isOpen>
        <KnownInputs setting={inputParameters} inputs={query} labelOf={() => t('queryText')} />
        <InputList setting={inputParameters} hidden={known} />
      </Group>
      <Group title={t('intents')} isOpen>
        <NamesField setting={intentSettings.intents} add={t('addIntent')} labelOf={(number) => t('intent', { number })} placeholder={t('intentPlaceholder')} />
      </Group>
      <ModelSection settings={intentSettings} promptLabel={t('furtherInstructions')} />
      <Group title={t('manner')}>
        <ChoiceField setting={intentSettings.mode} label={t('manner')} isLabelHidden options={modes.map((value) => ({ value, label: t(`intentModes.${value}`) }))} />
        <CheckField setting={intentSettings.history} label={t('history')} />
        {hasHistory && <NumberField setting={intentSettings.rounds} label={t('historyRounds')} min={1} max={100} placeholder="3" />}
      </Group>
      <OutputsShown />
      <ErrorPolicySection />
    </>
  );
}
