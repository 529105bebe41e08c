import { useTranslation } from 'react-i18next';
import { inputParameters } from '../document/setting.ts';
import { useSetting } from '../editing.ts';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { ChoiceField, NumberField } from '../fields/plain-fields.tsx';
import { waitSettings } from '../settings/simple.ts';

const modes = ['for', 'until'] as const;

/** Lets time pass. */
export function WaitForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [mode] = useSetting(waitSettings.mode);
  const until = [{ name: 'until', type: { kind: 'string', assist: 'time' }, isRequired: true, description: t('untilHint') }] as const;
  return (
    <>
      <ChoiceField setting={waitSettings.mode} label={t('wait')} options={modes.map((value) => ({ value, label: t(`waitModes.${value}`) }))} />
      {mode === 'for' ? (
        <NumberField setting={waitSettings.seconds} label={t('seconds')} max={31_622_400} isWhole={false} />
      ) : (
        <KnownInputs setting={inputParameters} inputs={until} labelOf={() => t('waitModes.until')} />
      )}
    </>
  );
}
